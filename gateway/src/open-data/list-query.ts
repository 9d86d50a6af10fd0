import type { FeatureList } from './feature-lists.js';
import { isPaging, type ListRequest } from './list-arguments.js';

/** Largest page that a list of the region gives. */
export const PAGE_SIZE = 100;

/** One GraphQL request. */
export interface Operation {
  readonly operationName: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where the next page begins and how long it may be; null for a list without pages. */
export type Page = { readonly first: number; readonly after: string | null } | null;

/** The query for one page of a list, or for the whole of one without pages. */
export function listOperation(list: FeatureList, request: ListRequest, page: Page): Operation {
  const given = [...request.arguments, ...pageArguments(list, page)];
  const variables = given.map(({ parameter: { step, argument }, value }) => ({
    step,
    argument: argument.name,
    // Two fields may have an argument of the same name.
    variable: step === 0 ? argument.name : `below_${argument.name}`,
    type: String(argument.type),
    value,
  }));
  const declared = variables.map(({ variable, type }) => `$${variable}: ${type}`).join(', ');
  const body = list.steps.reduceRight((inner, field, step) => {
    const own = variables.filter((it) => it.step === step);
    const call = own.map(({ argument, variable }) => `${argument}: $${variable}`).join(', ');
    return `{ ${field.name}${call === '' ? '' : `(${call})`} ${inner} }`;
  }, selection(list));
  const operationName = operationNameOf(list);
  return {
    operationName,
    query: `query ${operationName}${declared === '' ? '' : `(${declared})`} ${body}`,
    variables: Object.fromEntries(variables.map(({ variable, value }) => [variable, value])),
  };
}

/** How the requests of a list are called in the log: `GeoJSON_municipality_stops`. */
export function operationNameOf(list: FeatureList): string {
  return `GeoJSON_${list.path.replaceAll('/', '_')}`;
}

/** Response keys from the root to the records. */
export function pathOf(list: FeatureList): readonly string[] {
  return [...list.steps.map(({ name }) => name), ...(list.paged ? ['nodes'] : [])];
}

function pageArguments(list: FeatureList, page: Page): ListRequest['arguments'] {
  if (page === null) return [];
  return list.parameters.flatMap((parameter): ListRequest['arguments'] => {
    if (isPaging(list, parameter, 'first')) return [{ parameter, value: page.first }];
    return isPaging(list, parameter, 'after') ? [{ parameter, value: page.after }] : [];
  });
}

function selection({ properties, paged }: FeatureList): string {
  const fields = properties.map(({ field, below }) =>
    below.length === 0 ? field : `${field} { ${below.join(' ')} }`,
  );
  const record = `{ location { lat lon } ${fields.join(' ')} }`;
  return paged ? `{ nodes ${record} pageInfo { hasNextPage endCursor } }` : record;
}
