import { setImmediate as turn } from 'node:timers/promises';
import type { OperationCache } from './operation-cache.js';

/** Operations that are planned before a supergraph takes over: those that nearly all requests ask for. */
const OPERATIONS = 100;
/** A supergraph takes over after so many milliseconds even if some are not planned by then. */
const WITHIN_MS = 5_000;

/**
 * Plans for a new supergraph what was asked for most under the one in use. What does not fit it any longer is left out.
 *
 * @returns how many operations were planned
 */
export async function warm(
  next: OperationCache,
  current: OperationCache,
  signal: AbortSignal,
): Promise<number> {
  const until = performance.now() + WITHIN_MS;
  let done = 0;
  for (const used of current.mostUsed(OPERATIONS)) {
    if (signal.aborted || performance.now() > until) break;
    if (await next.prepare(used)) done += 1;
    // What a plan needs on this thread is short; requests come between one and the next.
    await turn();
  }
  return done;
}
