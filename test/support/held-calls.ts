import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FakeSubgraph } from './fake-subgraph.js';

/** A call that has arrived at a subgraph and waits for its answer. */
export interface HeldCall {
  answer(value: unknown): void;
  /** Once the caller has given it up. */
  readonly givenUp: Promise<unknown>;
}

/** From now on a subgraph answers when told to. */
export interface HeldCalls {
  /** The next call that arrives, or has arrived and was not asked for yet. */
  next(): Promise<HeldCall>;
  /** Calls that arrived since. */
  count(): number;
}

export function holdCalls(subgraph: FakeSubgraph): HeldCalls {
  const arrived: HeldCall[] = [];
  const waiting: ((call: HeldCall) => void)[] = [];
  let count = 0;
  subgraph.behave((_request, response) => {
    count += 1;
    const call = heldCall(response);
    const next = waiting.shift();
    if (next === undefined) arrived.push(call);
    else next(call);
  });
  return {
    count: () => count,
    next: () => {
      const call = arrived.shift();
      return call === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(call);
    },
  };
}

function heldCall(response: ServerResponse): HeldCall {
  return {
    answer: (value) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    },
    givenUp: once(response, 'close'),
  };
}
