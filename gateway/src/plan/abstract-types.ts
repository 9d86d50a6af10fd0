import { Kind, type DocumentNode } from 'graphql';

/** Object types that a type name can stand for: itself for an object type, its members for a union or interface. */
export type PossibleTypes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads the possible types of every composite type of a supergraph, those hidden from clients included.
 *
 * An interface counts among its own: a subgraph that knows it as an `@interfaceObject` answers and is asked with
 * the interface's name as `__typename`.
 */
export function possibleTypes(supergraph: DocumentNode): PossibleTypes {
  const types = new Map<string, Set<string>>();
  const of = (name: string): Set<string> => {
    const known = types.get(name) ?? new Set([name]);
    types.set(name, known);
    return known;
  };
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const { name } of definition.types ?? []) of(definition.name.value).add(name.value);
    } else if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION
    ) {
      of(definition.name.value);
      for (const { name } of definition.interfaces ?? []) of(name.value).add(definition.name.value);
    }
  }
  return types;
}

/** Interfaces that some subgraph knows as objects (`@interfaceObject`). */
export function interfaceObjects(supergraph: DocumentNode): readonly string[] {
  return supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION &&
    (definition.directives ?? []).some(
      ({ name, arguments: args }) =>
        name.value === 'join__type' &&
        (args ?? []).some(
          (it) => it.name.value === 'isInterfaceObject' && it.value.kind === Kind.BOOLEAN && it.value.value,
        ),
    )
      ? [definition.name.value]
      : [],
  );
}
