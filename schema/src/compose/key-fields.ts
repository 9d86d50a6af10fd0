import {
  getNamedType,
  isIntrospectionType,
  isObjectType,
  Kind,
  parse,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { stringArgument } from '../sdl/federation-names.js';
import { parseFieldSet } from '../sdl/key-paths.js';
import { readApiSchema } from './read-supergraph.js';

/** One key as client caches write it: `["leikaKey", "ags"]`, nested parts as `["office", ["id"]]`. */
export type KeyFields = readonly (string | KeyFields)[];

/**
 * Object type → its keys, for Apollo Client's `typePolicies.keyFields` (take the first) and urql's `keys`.
 * Keys with a field that portals cannot see are left out. A type that is no entity has none and is listed all the
 * same: only then a cache knows that the object belongs into the one it is read from, even where it has an `id`.
 */
export function keyFieldsOf(supergraphSdl: string): Readonly<Record<string, readonly KeyFields[]>> {
  const api = readApiSchema(supergraphSdl);
  const found = new Map(cachedTypes(api).map((name) => [name, new Map<string, KeyFields>()]));
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      const fields = directive.name.value === 'join__type' ? stringArgument(directive, 'key') : undefined;
      const set = fields === undefined ? undefined : parseFieldSet(fields);
      const type = definition.name.value;
      if (set === undefined || !isVisible(set, type, api)) continue;
      found.get(type)?.set(JSON.stringify(toKeyFields(set)), toKeyFields(set));
    }
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([type, keys]) => [type, [...keys.values()]]));
}

/** Every object type but the roots, which are one for each cache. */
function cachedTypes(api: GraphQLSchema): readonly string[] {
  const roots = [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()];
  return Object.values(api.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type) && !roots.includes(type))
    .map(({ name }) => name);
}

function toKeyFields(set: SelectionSetNode): KeyFields {
  return set.selections.flatMap((selection): KeyFields => {
    if (selection.kind !== Kind.FIELD) return [];
    const { name, selectionSet } = selection;
    return selectionSet === undefined ? [name.value] : [name.value, toKeyFields(selectionSet)];
  });
}

function isVisible(set: SelectionSetNode, typeName: string, api: GraphQLSchema): boolean {
  const type = api.getType(typeName);
  if (!isObjectType(type)) return false;
  return set.selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) return false;
    const field = type.getFields()[selection.name.value];
    if (field === undefined) return false;
    return (
      selection.selectionSet === undefined ||
      isVisible(selection.selectionSet, getNamedType(field.type).name, api)
    );
  });
}
