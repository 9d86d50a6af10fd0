import { Kind, parse, type ConstDirectiveNode, type SelectionSetNode } from 'graphql';
import { stringArgument } from './federation-names.js';

/** The way to one leaf of a key: `['ags']`, or `['office', 'id']` for `fields: "office { id }"`. */
export type KeyPath = readonly [string, ...string[]];

/** The leaves that `@key(fields:)` names; none when its text cannot be parsed, which composition reports. */
export function keyPathsOf(key: ConstDirectiveNode): readonly KeyPath[] {
  const set = parseFieldSet(stringArgument(key, 'fields') ?? '');
  return set === undefined ? [] : pathsOf(set);
}

/** Parses a field set such as `leikaKey ags`; undefined when it is none. */
export function parseFieldSet(fields: string): SelectionSetNode | undefined {
  try {
    const definition = parse(`{ ${fields} }`, { noLocation: true }).definitions[0];
    return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet : undefined;
  } catch {
    return undefined;
  }
}

function pathsOf(set: SelectionSetNode): readonly KeyPath[] {
  return set.selections.flatMap((selection): readonly KeyPath[] => {
    if (selection.kind !== Kind.FIELD || selection.name.value.startsWith('__')) return [];
    const name = selection.name.value;
    if (selection.selectionSet === undefined) return [[name]];
    return pathsOf(selection.selectionSet).map((rest): KeyPath => [name, ...rest]);
  });
}
