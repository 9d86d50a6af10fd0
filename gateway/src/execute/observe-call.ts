import type { CallFacts } from '../upstream/call-subgraph.js';
import type { SubgraphOutcome } from '../upstream/subgraph-client.js';
import type { Asked } from './execute-program.js';

/** Told of every call of an execution; for who asks to see how an answer came about. */
export type Observe = (index: number, call: ObservedCall) => void;

/** A call that has ended. */
export interface ObservedCall extends CallFacts {
  /** By the clock of `performance`. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Entities it asked for. */
  readonly entities: number;
  /** Objects that they complete: equal ones are asked for once. */
  readonly objects: number;
  readonly outcome: SubgraphOutcome;
}

/** Watches one call of the request with this index, from now until it is said to have ended. */
export function observedCall(
  observe: Observe,
  index: number,
  asked: readonly Asked[],
): { readonly facts: (facts: CallFacts) => void; readonly ended: (outcome: SubgraphOutcome) => void } {
  let entities = 0;
  let objects = 0;
  for (const it of asked) {
    if (it.part.kind === 'root') continue;
    entities += it.targets.length;
    objects += it.objects;
  }
  const startedMs = performance.now();
  let known: CallFacts = { shared: false, retried: false };
  return {
    facts: ({ shared, retried }) => {
      known = { shared, retried };
    },
    ended: (outcome) => {
      observe(index, { ...known, startedMs, endedMs: performance.now(), entities, objects, outcome });
    },
  };
}
