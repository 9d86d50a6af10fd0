import type { FetchParts, ReadTree, RequiredTree } from './compile-fetch.js';
import type { PlannedFetch } from './fetches.js';

/** A fetch that is ready to be put into a request. */
export interface Piece {
  readonly fetch: PlannedFetch;
  readonly parts: FetchParts;
  readonly path: readonly string[];
}

/** Which fetches write where: by that it is known which objects are written by several. */
export class Places {
  readonly #writers = new Map<string, Set<Piece>>();
  readonly #subgraphs = new Map<string, string | null>();
  /** What the fetches that brought the objects at a place read of them. */
  readonly #brought = new Map<string, ReadTree[]>();

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

  /**
   * Whether all that was read of the objects at a place, when they were brought, stands in their representation. Who
   * completes them afterwards does so by what was brought, so objects with equal representations are equal throughout.
   */
  holdsOnly(path: readonly string[], requires: readonly RequiredTree[]): boolean {
    const brought = this.#brought.get(path.join('.'));
    if (brought === undefined) return false;
    return brought.every(
      ({ to, under }) =>
        under === null &&
        requires.every(({ fields }) =>
          fields.some((it) => it.from === to && it.constant === null && it.under === null),
        ),
    );
  }

  subgraphOf(path: string, field: string): string | null {
    return this.#subgraphs.get(`${path}.${field}`) ?? null;
  }

  #noteTrees(piece: Piece, trees: readonly ReadTree[], path: string): void {
    const writers = this.#writers.get(path) ?? new Set<Piece>();
    this.#writers.set(path, writers.add(piece));
    if (path !== piece.path.join('.'))
      this.#brought.set(path, [...(this.#brought.get(path) ?? []), ...trees]);
    for (const { to, under } of trees) {
      const at = `${path}.${to}`;
      const { serviceName } = piece.fetch.node;
      const known = this.#subgraphs.get(at);
      this.#subgraphs.set(at, known === undefined || known === serviceName ? serviceName : null);
      if (under !== null) this.#noteTrees(piece, under, path === '' ? to : at);
    }
  }
}
