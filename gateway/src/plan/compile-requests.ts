import {
  Kind,
  OperationTypeNode,
  print,
  stripIgnoredCharacters,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { PlannedFetch } from './fetches.js';
import type { Piece } from './places.js';
import type { PlaceAddress, RequestPart, RequestPlan } from './program.js';
import type { Addresses, Tables } from './program-tables.js';

interface Draft {
  readonly subgraph: string;
  /** How many come before it, one after the other. */
  readonly stage: number;
  /** Pieces that ask the same of entities in several places stand together. */
  readonly parts: Piece[][];
}

/**
 * Puts fetches into requests. Entity fetches of one stage that go to one subgraph become one request with an alias
 * for each; a stage is what comes after equally many others.
 */
export function compileRequests(
  fetches: readonly PlannedFetch[],
  pieces: readonly (readonly Piece[])[],
  tables: Tables,
): readonly RequestPlan[] {
  const drafts = draftsOf(fetches, pieces);
  const order = new Map(drafts.map((draft, index) => [draft, index]));
  const carriers = new Map(
    drafts.flatMap((draft) => draft.parts.flat().map((piece) => [piece, draft] as const)),
  );
  const addresses = new Map(
    drafts.flatMap((draft, request) =>
      draft.parts.flatMap((same, part) =>
        same.map((piece, place): [Piece, PlaceAddress] => [piece, { request, part, place }]),
      ),
    ),
  );
  return drafts.map((draft) => {
    const before = draft.parts.flat().flatMap(({ fetch }) => fetch.after.flatMap((it) => pieces[it] ?? []));
    const after = before.flatMap((piece) => order.get(carriers.get(piece) ?? draft) ?? []);
    return requestOf(
      draft,
      [...new Set(after)].sort((a, b) => a - b),
      tables,
      addresses,
    );
  });
}

/** By stage, so that each stands after those it waits for. */
function draftsOf(fetches: readonly PlannedFetch[], pieces: readonly (readonly Piece[])[]): readonly Draft[] {
  const stages: number[] = [];
  const drafts: Draft[] = [];
  const open = new Map<string, Draft>();
  for (const [index, { node, after }] of fetches.entries()) {
    const stage = after.reduce((latest, it) => Math.max(latest, (stages[it] ?? 0) + 1), 0);
    stages.push(stage);
    for (const piece of pieces[index] ?? []) {
      const batch = `${String(stage)} ${node.serviceName}`;
      const known = isBatchable(piece) ? open.get(batch) : undefined;
      if (known !== undefined) {
        addTo(known.parts, piece);
        continue;
      }
      const draft = { subgraph: node.serviceName, stage, parts: [[piece]] };
      drafts.push(draft);
      if (isBatchable(piece)) open.set(batch, draft);
    }
  }
  return drafts.sort((one, other) => one.stage - other.stage);
}

function addTo(parts: Piece[][], piece: Piece): void {
  const asked = askedBy(piece);
  const same = parts.find(([first]) => first !== undefined && askedBy(first) === asked);
  if (same === undefined) parts.push([piece]);
  else same.push(piece);
}

const askedBy = ({ parts }: Piece): string =>
  `${print(parts.operation.selectionSet)}\n${JSON.stringify(parts.requires)}`;

/** Root fields keep their own request; what takes arguments from its surroundings needs one for each value. */
const isBatchable = ({ fetch, parts }: Piece): boolean =>
  parts.requires !== null && (fetch.node.contextRewrites ?? []).length === 0;

function requestOf(
  { subgraph, parts: pieces }: Draft,
  after: readonly number[],
  tables: Tables,
  addresses: Addresses,
): RequestPlan {
  const first = pieces[0]?.[0];
  if (first === undefined) throw new TypeError('a request without a fetch');
  const { operation } = first.parts;
  const single = pieces.length === 1;
  const firsts = pieces.flatMap(([piece]) => piece ?? []);
  const parts = firsts.map((piece, index): RequestPart => {
    const same = pieces[index] ?? [];
    const reader = tables.reader(
      piece.parts.reads,
      same.map(({ path }) => path.join('.')),
    );
    if (piece.parts.requires === null) return { kind: 'root', path: piece.path, reader };
    return {
      kind: 'entities',
      key: single ? '_entities' : `_e${String(index)}`,
      variable: single ? 'representations' : `r${String(index)}`,
      places: same.map((it) => tables.placeOf(it, addresses)),
      requires: tables.variants(piece.parts.requires),
      contexts: tables.contexts(piece.fetch),
      reader,
    };
  });
  const variables = new Set(firsts.flatMap(({ fetch }) => fetch.node.variableUsages ?? []));
  for (const { contexts } of parts.filter((it) => it.kind === 'entities')) {
    for (const { variable } of contexts) variables.delete(variable);
  }
  return {
    subgraph,
    after,
    isMutation: operation.operation === OperationTypeNode.MUTATION,
    operationName: first.fetch.node.operationName ?? null,
    query: stripIgnoredCharacters(print(operationText(firsts, parts))),
    variables: [...variables],
    parts,
  };
}

function operationText(pieces: readonly Piece[], parts: readonly RequestPart[]): OperationDefinitionNode {
  const [first] = pieces;
  if (first === undefined) throw new TypeError('a request without a fetch');
  const definitions = new Map<string, NonNullable<OperationDefinitionNode['variableDefinitions']>[number]>();
  const selections = pieces.flatMap((piece, index): SelectionSetNode['selections'] => {
    const part = parts[index];
    for (const definition of piece.parts.operation.variableDefinitions ?? []) {
      if (definition.variable.name.value !== 'representations')
        definitions.set(definition.variable.name.value, definition);
    }
    if (part?.kind !== 'entities') return piece.parts.operation.selectionSet.selections;
    const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: part.variable } } as const;
    definitions.set(part.variable, { kind: Kind.VARIABLE_DEFINITION, variable, type: REPRESENTATIONS });
    const name = { kind: Kind.NAME, value: '_entities' } as const;
    return [
      {
        kind: Kind.FIELD,
        name,
        ...(part.key === '_entities' ? {} : { alias: { kind: Kind.NAME, value: part.key } }),
        arguments: [
          { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'representations' }, value: variable },
        ],
        selectionSet: piece.parts.operation.selectionSet,
      },
    ];
  });
  return {
    ...first.parts.operation,
    variableDefinitions: [...definitions.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

/** `[_Any!]!` */
const REPRESENTATIONS = {
  kind: Kind.NON_NULL_TYPE,
  type: {
    kind: Kind.LIST_TYPE,
    type: {
      kind: Kind.NON_NULL_TYPE,
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: '_Any' } },
    },
  },
} as const;
