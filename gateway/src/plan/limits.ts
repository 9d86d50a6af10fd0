/** Nodes of an operation, its fragments written out, above which it is not planned. */
export const MAX_NODES = 20_000;

/** Thrown in the worker: planning on would take what others need. */
export class TooExpensive extends Error {
  override readonly name = 'TooExpensive';
}
