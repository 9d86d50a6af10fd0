import type { QueryPlan } from '@apollo/query-planner';
import { Kind } from 'graphql';
import type { InterfaceObjects, PossibleTypes } from './abstract-types.js';
import { readFetch, type FetchParts } from './compile-fetch.js';
import { compileProjection } from './compile-projection.js';
import { compileRequests } from './compile-requests.js';
import { listFetches, type PlannedFetch } from './fetches.js';
import type { LiftedFields, LiftedUses } from './lifted-requirements.js';
import type { Specialised } from './normalise-operation.js';
import { Places, type Piece } from './places.js';
import type { Program } from './program.js';
import { Tables } from './program-tables.js';
import { splitRequirements } from './split-requirements.js';

/** What of the supergraph the compiler looks at. */
export interface CompilerFacts {
  readonly possible: PossibleTypes;
  readonly lifted: LiftedFields;
  readonly uses: LiftedUses;
  readonly interfaceObjects: InterfaceObjects;
}

/**
 * Compiles a plan for an operation: requests, readers of their answers, and the client's answer.
 */
export function compileProgram(plan: QueryPlan | null, given: Specialised, facts: CompilerFacts): Program {
  const fetches = plan === null ? [] : listFetches(plan);
  const places = new Places();
  const pieces = fetches.map((fetch) => piecesOf(fetch, facts));
  for (const piece of pieces.flat()) places.note(piece);
  const tables = new Tables(facts.possible, places);
  const requests = compileRequests(fetches, pieces, tables);
  const { shapes, root } = compileProjection(given, (path, field) => places.subgraphOf(path, field));
  return {
    requests,
    shapes,
    root,
    typeSets: tables.typeSets,
    readers: tables.readers,
    standIns: [...new Set([...facts.interfaceObjects.values()].flatMap((names) => [...names]))],
    contextual: fetches.some(({ node }) => (node.contextRewrites ?? []).length > 0),
  };
}

function piecesOf(fetch: PlannedFetch, facts: CompilerFacts): readonly Piece[] {
  const path = fetch.path.filter((part) => part !== '@');
  const parts = withKnownTypes(readFetch(fetch.node, facts.lifted), fetch.node.serviceName, facts);
  return splitRequirements(parts, facts.lifted, facts.uses).map((split) => ({
    fetch,
    parts: split,
    path,
  }));
}

/**
 * A subgraph that knows an interface as an object is asked by the interface's name. The planner sees to that, but not
 * where the client asks for the field in a fragment on an implementation.
 */
function withKnownTypes(
  parts: FetchParts,
  subgraph: string,
  { interfaceObjects, possible }: CompilerFacts,
): FetchParts {
  const known = [...(interfaceObjects.get(subgraph) ?? [])].filter((name) =>
    parts.operation.selectionSet.selections.some(
      (it) => it.kind === Kind.INLINE_FRAGMENT && it.typeCondition?.name.value === name,
    ),
  );
  if (parts.requires === null || known.length === 0) return parts;
  const requires = parts.requires.map((tree) => {
    const { on } = tree;
    const name = on === null ? undefined : known.find((it) => possible.get(it)?.has(on) === true);
    if (name === undefined) return tree;
    const fields = tree.fields.map((field) =>
      field.to === '__typename' ? { ...field, constant: name } : field,
    );
    return { ...tree, fields };
  });
  return { ...parts, requires };
}
