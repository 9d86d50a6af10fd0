import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type GraphQLCompositeType,
} from 'graphql';

/** The types with fields of a portals' schema: those to which a path leads from a root field, and the others. */
export interface Reach {
  readonly reached: ReadonlySet<string>;
  /** Name and fields of what nothing leads to. */
  readonly unreached: ReadonlyMap<string, readonly string[]>;
}

/** Walks through a portals' schema from its root types on. */
export function reachOf(apiSdl: string): Reach {
  const schema = buildSchema(apiSdl);
  const reached = new Set<string>();
  const waiting: GraphQLCompositeType[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ].filter((type) => type != null);
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (reached.has(type.name)) continue;
    reached.add(type.name);
    if (isAbstractType(type)) waiting.push(...schema.getPossibleTypes(type));
    // A fragment may be on any interface of what is there.
    if (isObjectType(type) || isInterfaceType(type)) {
      const inner = Object.values(type.getFields()).map((field) => getNamedType(field.type));
      waiting.push(...type.getInterfaces(), ...inner.filter(isCompositeType));
    }
  }
  const unreached = new Map<string, readonly string[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isCompositeType(type) || type.name.startsWith('__') || reached.has(type.name)) continue;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
    unreached.set(type.name, fields);
  }
  return { reached, unreached };
}
