import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { PublicParts } from './public-parts.js';

type Field = GraphQLField<unknown, unknown>;

/** An argument as it is written in an address. */
export interface ListParameter {
  /** The argument's name; `<field>.<argument>` where both fields of a path have one of that name. */
  readonly name: string;
  /** Which field of the path has it. */
  readonly step: number;
  readonly argument: GraphQLArgument;
}

/** Something of a record that goes out with it: the properties that one selected field gives. */
export interface FeatureProperty {
  readonly field: string;
  /** Fields below it, for a reference or a source; empty for a value. */
  readonly below: readonly string[];
}

/** A list of things that have a place, and how to ask for it. */
export interface FeatureList {
  /** `stops`, or with the field above: `municipality/stops`. */
  readonly path: string;
  /** The field itself, below at most one other. */
  readonly steps: readonly Field[];
  /** Whether it comes in pages. */
  readonly paged: boolean;
  readonly type: GraphQLObjectType;
  /** Subgraphs that answer the list. */
  readonly subgraphs: readonly string[];
  readonly parameters: readonly ListParameter[];
  /** Fields that together tell one record from another; empty where the type has no key. */
  readonly key: readonly string[];
  readonly properties: readonly FeatureProperty[];
  /** Whether each record names its data set. */
  readonly sourced: boolean;
}

/** What is told of the data set of a record. */
export const SOURCE_FIELDS = [
  'title',
  'publisher',
  'licence',
  'licenceUrl',
  'attribution',
  'notice',
  'provenance',
] as const;

/**
 * Every list of the interface whose records everybody may read and which have a `location: GeoPoint`: root fields, and
 * fields one below a root field that is no list itself (a list of lists would be asked for in one request).
 */
export function featureLists(schema: GraphQLSchema, parts: PublicParts): readonly FeatureList[] {
  const query = schema.getQueryType();
  if (query == null) return [];
  return publicFields(query, parts).flatMap((root) => {
    const own = featureList([[query, root]], parts);
    if (own !== null) return [own];
    const above = getNullableType(root.type);
    if (!isObjectType(above) || 'pageInfo' in above.getFields()) return [];
    return publicFields(above, parts).flatMap(
      (field) =>
        featureList(
          [
            [query, root],
            [above, field],
          ],
          parts,
        ) ?? [],
    );
  });
}

function featureList(
  path: readonly (readonly [GraphQLObjectType, Field])[],
  parts: PublicParts,
): FeatureList | null {
  const [owner, field] = path.at(-1) ?? [];
  if (owner === undefined || field === undefined) return null;
  const listed = itemsOf(field.type) ?? nodesOf(field, parts);
  if (listed === null || !hasPlace(listed, parts)) return null;
  const steps = path.map(([, step]) => step);
  const subgraphs = parts.subgraphsOf(owner.name, field.name);
  const properties = propertiesOf(listed, subgraphs, parts);
  const key = parts.keyOf(listed.name) ?? [];
  return {
    path: steps.map(({ name }) => name).join('/'),
    steps,
    paged: itemsOf(field.type) === null,
    type: listed,
    subgraphs,
    parameters: parametersOf(steps),
    key: key.every((part) => properties.some((it) => it.field === part && it.below.length === 0)) ? key : [],
    properties,
    sourced: properties.some((it) => it.field === 'source' && it.below.includes('title')),
  };
}

function publicFields(type: GraphQLObjectType, parts: PublicParts): readonly Field[] {
  return Object.values(type.getFields()).filter(
    (field) =>
      parts.isPublicField(type.name, field.name) &&
      (isLeafType(getNamedType(field.type)) || parts.isPublicType(getNamedType(field.type).name)),
  );
}

/** The objects of a list; null for anything else. */
function itemsOf(type: GraphQLOutputType): GraphQLObjectType | null {
  const list = getNullableType(type);
  if (!isListType(list)) return null;
  const item = getNullableType(list.ofType);
  return isObjectType(item) ? item : null;
}

/** The objects of a connection that can be followed to its end; null for anything else. */
function nodesOf(field: Field, parts: PublicParts): GraphQLObjectType | null {
  const type = getNullableType(field.type);
  if (!isObjectType(type) || !parts.isPublicField(type.name, 'nodes')) return null;
  const { nodes, pageInfo } = type.getFields();
  const page = pageInfo === undefined ? null : getNullableType(pageInfo.type);
  const turns = isObjectType(page) && ['hasNextPage', 'endCursor'].every((name) => name in page.getFields());
  const takes = (name: string): boolean => field.args.some((it) => it.name === name);
  return nodes !== undefined && turns && takes('first') && takes('after') ? itemsOf(nodes.type) : null;
}

function hasPlace(type: GraphQLObjectType, parts: PublicParts): boolean {
  const location = publicFields(type, parts).find(({ name }) => name === 'location');
  if (location === undefined || location.args.some(isRequiredArgument)) return false;
  const point = getNullableType(location.type);
  if (!isObjectType(point) || point.name !== 'GeoPoint') return false;
  return ['lat', 'lon'].every((name) => publicFields(point, parts).some((it) => it.name === name));
}

/**
 * Values that everybody may read without saying more, and the keys of references that the list's own subgraph knows
 * without asking another.
 */
function propertiesOf(
  type: GraphQLObjectType,
  subgraphs: readonly string[],
  parts: PublicParts,
): readonly FeatureProperty[] {
  return publicFields(type, parts).flatMap(({ name, type: result, args }): readonly FeatureProperty[] => {
    if (name === 'location' || args.some(isRequiredArgument)) return [];
    if (isLeafType(getNamedType(result))) return [{ field: name, below: [] }];
    const object = getNullableType(result);
    if (!isObjectType(object)) return [];
    const known = publicFields(object, parts)
      .filter((it) => isLeafType(getNamedType(it.type)) && !it.args.some(isRequiredArgument))
      .map((it) => it.name);
    if (name === 'source' && object.name === 'DataSource') {
      return [{ field: name, below: SOURCE_FIELDS.filter((it) => known.includes(it)) }];
    }
    const home = subgraphs.find((it) => parts.subgraphsOf(type.name, name).includes(it));
    const key = home === undefined ? null : parts.keyOf(object.name, home);
    return key?.every((it) => known.includes(it)) === true ? [{ field: name, below: key }] : [];
  });
}

/** The `first` and `after` of a paged list are the gateway's to set; they are parameters all the same. */
function parametersOf(steps: readonly Field[]): readonly ListParameter[] {
  const all = steps.flatMap((field, step) => field.args.map((argument) => ({ field, step, argument })));
  return all.map(({ field, step, argument }) => {
    const shared = all.filter((it) => it.argument.name === argument.name).length > 1;
    return { name: shared ? `${field.name}.${argument.name}` : argument.name, step, argument };
  });
}

/** The names under which a parameter is written: an input object's parts each have their own, `within.west`. */
export function writtenNames({ name, argument }: ListParameter): readonly string[] {
  const type = getNullableType(argument.type);
  if (!isInputObjectType(type)) return [name];
  return Object.keys(type.getFields()).map((part) => `${name}.${part}`);
}
