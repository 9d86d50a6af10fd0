import { Kind, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { stringArgument } from './lifted-requirements.js';

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

/** Subgraph → interfaces that it knows as objects (`@interfaceObject`). */
export type InterfaceObjects = ReadonlyMap<string, ReadonlySet<string>>;

export function interfaceObjects(supergraph: DocumentNode): InterfaceObjects {
  const names = subgraphNames(supergraph);
  const found = new Map<string, Set<string>>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== 'join__type' || !isOn(directive, 'isInterfaceObject')) continue;
      const subgraph = names.get(stringArgument(directive, 'graph') ?? '');
      if (subgraph === undefined) continue;
      found.set(subgraph, (found.get(subgraph) ?? new Set<string>()).add(definition.name.value));
    }
  }
  return found;
}

/** Value of the enum `join__Graph` → the subgraph's name. */
function subgraphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const values = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? [])
      : [],
  );
  return new Map(
    values.map(({ name, directives }) => [
      name.value,
      (directives ?? []).flatMap((directive) => stringArgument(directive, 'name') ?? [])[0] ?? name.value,
    ]),
  );
}

const isOn = (directive: ConstDirectiveNode, name: string): boolean =>
  (directive.arguments ?? []).some(
    (it) => it.name.value === name && it.value.kind === Kind.BOOLEAN && it.value.value,
  );
