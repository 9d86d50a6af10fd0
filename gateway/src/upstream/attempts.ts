import { HEADERS } from '@modellregion/schema';
import type { RequestScope } from '../request.js';
import { childTraceparent } from '../telemetry/trace-context.js';
import type { CallVerdict, CircuitBreaker } from './circuit-breaker.js';
import type { Deadline } from './deadline.js';
import type { SignRequest } from './sign-request.js';
import { failure, LEFT, type Exchange, type SubgraphClient } from './subgraph-client.js';

interface Parts {
  readonly client: SubgraphClient;
  /** Null: no claims are sent. */
  readonly sign: SignRequest | null;
  readonly breaker: CircuitBreaker;
  /** Told of every request that was sent and not abandoned. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** Makes one call to a subgraph within its deadline: as it leaves the house. */
export type Attempt = (scope: RequestScope, body: string, deadline: Deadline) => Promise<Exchange>;

const REFUSED = failure('SUBGRAPH_UNAVAILABLE', 'circuit breaker open');

/** What a call ends with that was never made, because the last ones failed. */
export const BREAKER_OPEN: Exchange = { outcome: REFUSED, again: () => REFUSED, passing: false };

/** breaker → sign → send → breaker. Every attempt has a nonce and a span of its own. */
export function createAttempt({ client, sign, breaker, onExchange }: Parts): Attempt {
  return async (scope, body, deadline) => {
    const permit = breaker.acquire();
    if (permit === null) return BREAKER_OPEN;
    const signed = sign === null || scope.caller === null ? {} : sign(client.path, body, scope.caller);
    const started = performance.now();
    const exchange = await client.post(
      body,
      {
        ...signed,
        [HEADERS.requestId]: scope.requestId,
        [HEADERS.traceparent]: childTraceparent(scope.trace),
      },
      deadline,
    );
    permit(verdictOf(exchange), performance.now() - started);
    if (exchange.outcome !== LEFT) onExchange(exchange);
    return exchange;
  };
}

/** What callers cause with their operation comes with status 200 or 4xx and says nothing about the subgraph. */
function verdictOf({ outcome }: Exchange): CallVerdict {
  if (outcome === LEFT) return 'void';
  return outcome.kind === 'failure' || outcome.status >= 500 ? 'bad' : 'good';
}
