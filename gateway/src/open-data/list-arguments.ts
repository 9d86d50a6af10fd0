import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { ClientError } from '../errors/client-error.js';
import { printable } from '../telemetry/logger.js';
import { writtenNames, type FeatureList, type ListParameter } from './feature-lists.js';

/** Features of one answer at most, and what `first` of a paged list is when it is left out. */
export const MOST_FEATURES = 10_000;

/** What an address asks of a list. */
export interface ListRequest {
  /** Arguments of the fields, without `first` and `after` of a paged list. */
  readonly arguments: readonly { readonly parameter: ListParameter; readonly value: unknown }[];
  /** Paged lists: at most so many records are read for this answer. */
  readonly first: number;
  /** Paged lists: the cursor to go on from. */
  readonly after: string | null;
  /** Only records of the data set with this title. */
  readonly source: string | null;
}

/** The parameter that keeps the records of one data set. */
export const SOURCE_PARAMETER = 'source';

/**
 * Reads the query string of an address by the types of the list's arguments. What the values mean is for the owner to
 * judge; here they only have to be of their type.
 *
 * @throws ClientError 400 BAD_USER_INPUT naming the parameter, what it must be, and which ones there are
 */
export function readListRequest(list: FeatureList, search: URLSearchParams): ListRequest {
  const known = new Set([...list.parameters.flatMap(writtenNames), ...(takesSource(list) ? ['source'] : [])]);
  for (const name of new Set(search.keys())) if (!known.has(name)) throw unknownParameter(list, name);
  const read = list.parameters.flatMap((parameter) => {
    const value = readValue(parameter.argument.type, parameter.name, search);
    if (value !== undefined) return [{ parameter, value }];
    if (isRequiredArgument(parameter.argument)) throw missing(list, parameter);
    return [];
  });
  const paging = (name: string): unknown =>
    read.find(({ parameter }) => isPaging(list, parameter, name))?.value;
  const first = paging('first') ?? MOST_FEATURES;
  const after = paging('after');
  if (typeof first !== 'number' || first < 1 || first > MOST_FEATURES) {
    throw refusal('first', `a whole number from 1 to ${String(MOST_FEATURES)}`);
  }
  return {
    arguments: read.filter(
      ({ parameter }) => !isPaging(list, parameter, 'first') && !isPaging(list, parameter, 'after'),
    ),
    first,
    after: typeof after === 'string' ? after : null,
    source: takesSource(list) ? search.get(SOURCE_PARAMETER) : null,
  };
}

/** An argument of that name goes before. */
export function takesSource(list: FeatureList): boolean {
  return list.sourced && !list.parameters.some(({ name }) => name === SOURCE_PARAMETER);
}

/** Whether a parameter turns the pages of its list. */
export function isPaging(list: FeatureList, { step, argument }: ListParameter, name: string): boolean {
  return list.paged && step === list.steps.length - 1 && argument.name === name;
}

function readValue(type: GraphQLInputType, name: string, search: URLSearchParams): unknown {
  const named = getNullableType(type);
  if (isInputObjectType(named)) return readObject(named, name, search);
  const texts = search.getAll(name);
  const [text] = texts;
  if (text === undefined) return undefined;
  if (isListType(named)) {
    const item: GraphQLInputType = named.ofType;
    return texts.map((one) => readText(item, name, one));
  }
  if (texts.length > 1) throw refusal(name, 'given once');
  return readText(named, name, text);
}

/** An input object is given part by part; its parts must be plain. */
function readObject(type: GraphQLInputObjectType, name: string, search: URLSearchParams): unknown {
  const parts = Object.values(type.getFields()).flatMap((part) => {
    const text = search.get(`${name}.${part.name}`);
    return text === null ? [] : [[part.name, readText(part.type, `${name}.${part.name}`, text)] as const];
  });
  if (parts.length === 0) return undefined;
  const given = new Set(parts.map(([part]) => part));
  const lost = Object.values(type.getFields()).find((it) => isRequiredInputField(it) && !given.has(it.name));
  if (lost !== undefined) {
    const names = Object.keys(type.getFields()).map((part) => `${name}.${part}`);
    throw refusal(`${name}.${lost.name}`, `there too: ${names.join(', ')} go together`);
  }
  return Object.fromEntries(parts);
}

function readText(type: GraphQLInputType, name: string, text: string): unknown {
  const named = getNullableType(type);
  if (isEnumType(named)) {
    if (named.getValue(text) != null) return text;
    throw refusal(
      name,
      `one of ${named
        .getValues()
        .map((it) => it.name)
        .join(', ')}`,
    );
  }
  switch ('name' in named ? named.name : '') {
    case 'Int':
      if (/^-?\d{1,9}$/.test(text)) return Number(text);
      throw refusal(name, 'a whole number');
    case 'Float':
      if (/^-?\d{1,15}(\.\d{1,20})?$/.test(text)) return Number(text);
      throw refusal(name, 'a number with a decimal point, such as 51.72');
    case 'Boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw refusal(name, 'true or false');
    default:
      return text;
  }
}

function refusal(argument: string, what: string): ClientError {
  return new ClientError(400, 'BAD_USER_INPUT', `"${argument}" must be ${what}.`, { params: { argument } });
}

function missing(list: FeatureList, { name, argument }: ListParameter): ClientError {
  const text = `"${name}" (${String(argument.type)}) is missing. ${whatThereIs(list)}`;
  return new ClientError(400, 'BAD_USER_INPUT', text, { params: { argument: name } });
}

function unknownParameter(list: FeatureList, name: string): ClientError {
  const meant = list.parameters.filter(({ argument }) => argument.name === name).map((it) => `"${it.name}"`);
  const reason = meant.length > 1 ? `could be ${meant.join(' or ')}` : 'is none of its arguments';
  return new ClientError(400, 'BAD_USER_INPUT', `"${printable(name, 64)}" ${reason}. ${whatThereIs(list)}`);
}

function whatThereIs(list: FeatureList): string {
  const names = list.parameters.map(
    (parameter) =>
      `${writtenNames(parameter).join(', ')}${isRequiredArgument(parameter.argument) ? ' (required)' : ''}`,
  );
  const all = [...names, ...(takesSource(list) ? [SOURCE_PARAMETER] : [])];
  return all.length === 0
    ? `/geojson/${list.path} takes no arguments.`
    : `/geojson/${list.path} takes ${all.join(', ')}.`;
}
