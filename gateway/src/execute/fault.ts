import type { ErrorCode, ErrorParams } from '@modellregion/schema';

/** Steps of a path: internal names or response keys, and indexes of lists. */
export type Path = readonly (string | number)[];

/**
 * Stands in merged data where a value would stand, and says why it does not.
 *
 * A fault travels with the data it is about: wherever the client's answer reads that place, under whatever alias and
 * however often, there is null with this error; what was to be fetched with it as a key carries it on. Places that
 * the client did not ask for are never read, so their faults are never told.
 */
export class Fault {
  readonly code: ErrorCode;
  /** Null: not known whose it is. */
  readonly subgraph: string | null;
  readonly params: ErrorParams;
  /** Where below its place it happened, in internal names: what stood between was null by then. */
  readonly below: Path;

  constructor(code: ErrorCode, subgraph: string | null, params: ErrorParams = {}, below: Path = []) {
    this.code = code;
    this.subgraph = subgraph;
    this.params = params;
    this.below = below;
  }

  at(below: Path): Fault {
    return below.length === 0 ? this : new Fault(this.code, this.subgraph, this.params, below);
  }
}

/** An object of merged data: internal names → scalars, objects, lists, faults. */
export type DataObject = Record<string, unknown>;

export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Fault);
}
