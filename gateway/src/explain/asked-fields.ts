import { Kind, parse, type SelectionNode } from 'graphql';
import type { ExplainedRequest } from './explanation.js';

/** For each part of a request the names of the fields it brings, as its query tells. */
export function askedFields({ query, parts }: ExplainedRequest): readonly string[] {
  const roots = rootSelections(query);
  return parts.map(({ kind }, index) => {
    // Root fields are never mixed with entities; each part with entities is one field of the query.
    const selections = kind === 'root' ? roots : roots.slice(index, index + 1).flatMap(below);
    return [...new Set(selections.flatMap(fieldNames))].join(', ');
  });
}

function rootSelections(query: string): readonly SelectionNode[] {
  try {
    return parse(query).definitions.flatMap((it) =>
      it.kind === Kind.OPERATION_DEFINITION ? it.selectionSet.selections : [],
    );
  } catch {
    return [];
  }
}

const below = (selection: SelectionNode): readonly SelectionNode[] =>
  selection.kind === Kind.FRAGMENT_SPREAD ? [] : (selection.selectionSet?.selections ?? []);

function fieldNames(selection: SelectionNode): string[] {
  if (selection.kind !== Kind.FIELD) return below(selection).flatMap(fieldNames);
  return selection.name.value === '__typename' ? [] : [selection.name.value];
}
