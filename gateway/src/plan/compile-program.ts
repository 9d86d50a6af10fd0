import type { QueryPlan } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  print,
  stripIgnoredCharacters,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { readFetch, type FetchParts, type ReadTree, type RequiredTree } from './compile-fetch.js';
import { compileProjection } from './compile-projection.js';
import { listFetches, type PlannedFetch } from './fetches.js';
import type { InterfaceObjects, PossibleTypes } from './abstract-types.js';
import type { LiftedFields, LiftedUses } from './lifted-requirements.js';
import type { Specialised } from './normalise-operation.js';
import type {
  ContextArgument,
  EntitiesPart,
  PartAddress,
  Program,
  ReadField,
  Reader,
  RequestPart,
  RequestPlan,
  RequiredVariant,
} from './program.js';
import { splitRequirements } from './split-requirements.js';

/** What of the supergraph the compiler looks at. */
export interface CompilerFacts {
  readonly possible: PossibleTypes;
  readonly lifted: LiftedFields;
  readonly uses: LiftedUses;
  readonly interfaceObjects: InterfaceObjects;
}

/** A fetch that is ready to be put into a request. */
interface Piece {
  readonly fetch: PlannedFetch;
  readonly parts: FetchParts;
  readonly path: readonly string[];
}

/**
 * Compiles a plan for an operation: requests, readers of their answers, and the client's answer.
 *
 * Entity fetches that wait for the same requests and go to the same subgraph become one request with an alias for
 * each; nobody waits longer by that than for the subgraph itself.
 */
export function compileProgram(plan: QueryPlan | null, given: Specialised, facts: CompilerFacts): Program {
  const fetches = plan === null ? [] : listFetches(plan);
  const places = new Places();
  const pieces = fetches.map((fetch) => piecesOf(fetch, facts));
  for (const piece of pieces.flat()) places.note(piece);
  const tables = new Tables(facts.possible, places);
  const requests = requestsOf(fetches, pieces, tables);
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
  return readFetch(fetch.node, facts.lifted)
    .map((parts) => withKnownTypes(parts, fetch.node.serviceName, facts))
    .flatMap((parts) => splitRequirements(parts, parts.operation.selectionSet, facts.lifted, facts.uses))
    .map((parts) => ({ fetch, parts, path }));
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

/** Which fetches write where: by that it is known which objects are written by several. */
class Places {
  readonly #writers = new Map<string, Set<Piece>>();
  readonly #subgraphs = new Map<string, string | null>();

  note(piece: Piece): void {
    this.#noteTrees(piece, piece.parts.reads, piece.path.join('.'));
  }

  /** Whether more than one fetch writes into objects at this place. */
  isShared(path: string): boolean {
    return (this.#writers.get(path)?.size ?? 0) > 1;
  }

  /**
   * The entity fetches that brought all objects at a place, if all of them completed the objects just above it.
   * What they brought is the same object wherever the same entity stands.
   */
  entityWriters(path: readonly string[], length: number): readonly Piece[] | null {
    const above = path.slice(0, length - 1).join('.');
    // Fetches at the place itself complete objects that are there.
    const makers = [...(this.#writers.get(path.slice(0, length).join('.')) ?? [])].filter(
      (piece) => piece.path.length < length,
    );
    const all = makers.every(({ parts, path: own }) => parts.requires !== null && own.join('.') === above);
    return all ? makers : null;
  }

  subgraphOf(path: string, field: string): string | null {
    return this.#subgraphs.get(`${path}.${field}`) ?? null;
  }

  #noteTrees(piece: Piece, trees: readonly ReadTree[], path: string): void {
    const writers = this.#writers.get(path) ?? new Set<Piece>();
    this.#writers.set(path, writers.add(piece));
    for (const { to, under } of trees) {
      const at = `${path}.${to}`;
      const { serviceName } = piece.fetch.node;
      const known = this.#subgraphs.get(at);
      this.#subgraphs.set(at, known === undefined || known === serviceName ? serviceName : null);
      if (under !== null) this.#noteTrees(piece, under, path === '' ? to : at);
    }
  }
}

/** The lists that a program's indexes lead into. */
class Tables {
  readonly typeSets: (readonly string[])[] = [];
  readonly readers: Reader[] = [];
  readonly #possible: PossibleTypes;
  readonly #places: Places;
  readonly #known = new Map<string, number>();

  constructor(possible: PossibleTypes, places: Places) {
    this.#possible = possible;
    this.#places = places;
  }

  /** Objects to which all these type conditions apply. */
  typeSet(conditions: readonly string[]): number | null {
    if (conditions.length === 0) return null;
    const sets = conditions.map((name) => this.#possible.get(name) ?? new Set([name]));
    const [first, ...others] = sets;
    const names = [...(first ?? [])].filter((name) => others.every((set) => set.has(name)));
    const text = names.join(' ');
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.typeSets.length);
    return this.typeSets.push(names) - 1;
  }

  reader(trees: readonly ReadTree[], path: string): number {
    const fields = trees.map(({ from, to, on, under }): ReadField => {
      const at = path === '' ? to : `${path}.${to}`;
      return { from, to, on: this.typeSet(on), reader: under === null ? null : this.reader(under, at) };
    });
    const renames = fields.some(({ from, to }) => from !== to);
    const walk = fields.some(({ reader }) => {
      const below = reader === null ? undefined : this.readers[reader];
      return below !== undefined && (below.rebuild || below.walk);
    });
    return this.readers.push({ fields, rebuild: renames || this.#places.isShared(path), walk }) - 1;
  }

  variants(trees: readonly RequiredTree[]): readonly RequiredVariant[] {
    return trees.map(({ on, fields }) => ({
      on: this.typeSet(on === null ? [] : [on]),
      fields: fields.map((field) => ({
        from: field.from,
        to: field.to,
        constant: field.constant,
        under: field.under === null ? null : this.variants(field.under),
      })),
    }));
  }

  /** The last entities above a place whose data leads there. */
  wayTo({ path }: Piece, addresses: Addresses): Pick<EntitiesPart, 'bases' | 'way'> {
    for (let length = path.length; length > 1; length -= 1) {
      const writers = this.#places.entityWriters(path, length);
      const bases = (writers ?? []).flatMap((piece) => addresses.get(piece) ?? []);
      if (bases.length > 0) return { bases, way: path.slice(length - 1) };
    }
    return { bases: [], way: path };
  }

  contexts({ node }: PlannedFetch): readonly ContextArgument[] {
    return (node.contextRewrites ?? []).map(({ path, renameKeyTo }) => {
      const up = path.filter((part) => part === '..').length;
      let on: number | null = null;
      const steps: { on: number | null; from: string }[] = [];
      for (const part of path.slice(up)) {
        if (part.startsWith('... on ')) on = this.typeSet([part.slice('... on '.length)]);
        else {
          steps.push({ on, from: part });
          on = null;
        }
      }
      return { variable: renameKeyTo, up, steps };
    });
  }
}

/** Where each fetch ended up. */
type Addresses = ReadonlyMap<Piece, PartAddress>;

interface Draft {
  readonly subgraph: string;
  readonly after: readonly number[];
  readonly pieces: Piece[];
}

function requestsOf(
  fetches: readonly PlannedFetch[],
  pieces: readonly (readonly Piece[])[],
  tables: Tables,
): readonly RequestPlan[] {
  const drafts: Draft[] = [];
  /** Fetch → the requests that carry it. */
  const carriedBy: number[][] = [];
  const open = new Map<string, number>();
  for (const [index, fetch] of fetches.entries()) {
    const after = [...new Set(fetch.after.flatMap((it) => carriedBy[it] ?? []))].sort((a, b) => a - b);
    const carriers = (pieces[index] ?? []).map((piece) => {
      const batch = isBatchable(piece) ? `${fetch.node.serviceName} ${after.join(',')}` : null;
      const known = batch === null ? undefined : open.get(batch);
      if (known !== undefined) {
        drafts[known]?.pieces.push(piece);
        return known;
      }
      const made = drafts.push({ subgraph: fetch.node.serviceName, after, pieces: [piece] }) - 1;
      if (batch !== null) open.set(batch, made);
      return made;
    });
    carriedBy.push([...new Set(carriers)]);
  }
  const addresses = new Map(
    drafts.flatMap((draft, request) =>
      draft.pieces.map((piece, part): [Piece, PartAddress] => [piece, { request, part }]),
    ),
  );
  return drafts.map((draft) => requestOf(draft, tables, addresses));
}

/** Root fields keep their own request; what takes arguments from its surroundings needs one for each value. */
const isBatchable = ({ fetch, parts }: Piece): boolean =>
  parts.requires !== null && (fetch.node.contextRewrites ?? []).length === 0;

function requestOf({ subgraph, after, pieces }: Draft, tables: Tables, addresses: Addresses): RequestPlan {
  const [first] = pieces;
  if (first === undefined) throw new TypeError('a request without a fetch');
  const { operation } = first.parts;
  const single = pieces.length === 1;
  const parts = pieces.map((piece, index): RequestPart => {
    const reader = tables.reader(piece.parts.reads, piece.path.join('.'));
    if (piece.parts.requires === null) return { kind: 'root', path: piece.path, reader };
    return {
      kind: 'entities',
      key: single ? '_entities' : `_e${String(index)}`,
      variable: single ? 'representations' : `r${String(index)}`,
      path: piece.path,
      ...tables.wayTo(piece, addresses),
      requires: tables.variants(piece.parts.requires),
      contexts: tables.contexts(piece.fetch),
      reader,
    };
  });
  const variables = new Set(pieces.flatMap(({ fetch }) => fetch.node.variableUsages ?? []));
  for (const { contexts } of parts.filter((it) => it.kind === 'entities')) {
    for (const { variable } of contexts) variables.delete(variable);
  }
  return {
    subgraph,
    after,
    isMutation: operation.operation === OperationTypeNode.MUTATION,
    operationName: first.fetch.node.operationName ?? null,
    query: stripIgnoredCharacters(print(operationText(pieces, parts))),
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
