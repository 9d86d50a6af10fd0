import { HEADERS } from '@modellregion/schema';
import type { RequestScope } from '../request.js';
import { childTraceparent } from '../telemetry/trace-context.js';
import type { CallVerdict, CircuitBreaker } from './circuit-breaker.js';
import type { Deadline } from './deadline.js';
import type { GraphqlResponse } from './graphql-response.js';
import type { SignRequest } from './sign-request.js';
import { failure, LEFT } from './failed-call.js';
import type { Exchange, SubgraphClient, SubgraphOutcome } from './subgraph-client.js';

interface Parts {
  readonly client: SubgraphClient;
  /** Null: no claims are sent. */
  readonly sign: SignRequest | null;
  readonly breaker: CircuitBreaker;
  /** Told of every request, also of one that the breaker refused; that took no time. */
  readonly onExchange: (exchange: Exchange, milliseconds: number | null) => void;
  /** Told before a call is made once more. */
  readonly onRetry: (scope: RequestScope, first: Exchange) => void;
}

/** What a call asks, as far as it decides how it is made and judged. */
export interface Asking {
  readonly body: string;
  readonly kind: 'query' | 'mutation';
  /** Whether data answers what was asked. A call that ends with other data failed, whatever is made of the data. */
  readonly fits: (response: GraphqlResponse) => boolean;
}

/** Makes one call to a subgraph within its deadline, in one attempt or two. */
export type Attempts = (scope: RequestScope, asking: Asking, deadline: Deadline) => Promise<Exchange>;

/** Milliseconds before the second attempt, evenly spread: not all callers come back in the same moment. */
const PAUSE_MS = [10, 50] as const;

const REFUSED = failure('SUBGRAPH_UNAVAILABLE', 'circuit breaker open');

/** What a call ends with that was never made, because the last ones failed. */
const BREAKER_OPEN: Exchange = { outcome: REFUSED, again: () => REFUSED, passing: false };

/** Whether the circuit breaker kept a call from being made. */
export const wasRefused = (outcome: SubgraphOutcome): boolean => outcome === REFUSED;

/**
 * breaker → sign → send → breaker, and the same once more where it can help and cannot harm: a query, a fault that
 * may have passed, time left, somebody who waits. Each attempt has a nonce and a span of its own.
 */
export function createAttempts({ client, sign, breaker, onExchange, onRetry }: Parts): Attempts {
  const attempt = (
    scope: RequestScope,
    asking: Asking,
    deadline: Deadline,
    next: (first: Exchange) => Exchange | Promise<Exchange>,
  ): Promise<Exchange> => {
    const { body, fits } = asking;
    const permit = breaker.acquire();
    if (permit === null) {
      onExchange(BREAKER_OPEN, null);
      return Promise.resolve(BREAKER_OPEN);
    }
    const signed = sign === null || scope.caller === null ? null : sign(client.path, body, scope.caller);
    const started = performance.now();
    const headers = [HEADERS.requestId, scope.requestId, HEADERS.traceparent, childTraceparent(scope.trace)];
    if (signed !== null) for (const [name, value] of Object.entries(signed)) headers.push(name, value);
    return client.post(body, headers, deadline).then((received) => {
      const milliseconds = performance.now() - started;
      const { outcome } = received;
      const misfit = outcome.kind === 'answer' && !fits(outcome.response);
      const exchange = misfit ? { ...received, misfit } : received;
      permit(verdictOf(exchange), milliseconds);
      onExchange(exchange, milliseconds);
      return next(exchange);
    });
  };
  const again = async (
    scope: RequestScope,
    asking: Asking,
    deadline: Deadline,
    first: Exchange,
  ): Promise<Exchange> => {
    if (!(await pause(deadline)) || breaker.state() === 'open') return first;
    onRetry(scope, first);
    const second = await attempt(scope, asking, deadline, asItIs);
    // What was found out at the first attempt says more than that there was no second.
    return wasRefused(second.outcome) ? first : { ...second, retried: true };
  };
  return (scope, asking, deadline) =>
    attempt(scope, asking, deadline, (first) =>
      first.passing && asking.kind === 'query' ? again(scope, asking, deadline, first) : first,
    );
}

const asItIs = (exchange: Exchange): Exchange => exchange;

/** @returns false if the deadline or the client ended it */
function pause(deadline: Deadline): Promise<boolean> {
  const [least, most] = PAUSE_MS;
  const milliseconds = least + Math.random() * (most - least);
  if (deadline.leftMs() <= milliseconds) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      deadline.offAbort(end);
      resolve(deadline.state === 'running');
    };
    const timer = setTimeout(end, milliseconds);
    deadline.onAbort(end);
  });
}

/** What callers cause with their operation comes with status 200 or 4xx and says nothing about the subgraph. */
function verdictOf({ outcome, misfit = false }: Exchange): CallVerdict {
  if (outcome === LEFT) return 'void';
  return misfit || outcome.kind === 'failure' || outcome.status >= 500 ? 'bad' : 'good';
}
