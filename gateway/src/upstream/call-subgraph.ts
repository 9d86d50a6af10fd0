import type { RequestScope } from '../request.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { FetchOutcome, Metrics } from '../telemetry/metrics.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import { createAttempts, wasRefused, type Asking, type Attempts } from './attempts.js';
import {
  createCircuitBreaker,
  NO_BREAKER,
  type BreakerConfig,
  type CircuitBreaker,
} from './circuit-breaker.js';
import { Deadline } from './deadline.js';
import { LEFT } from './failed-call.js';
import type { GraphqlResponse } from './graphql-response.js';
import type { HealthBoard } from './health.js';
import { logFaults } from './log-faults.js';
import { createInFlight, type InFlight, type Joined } from './share-inflight.js';
import type { SignRequest } from './sign-request.js';
import type { Exchange, SubgraphClient, SubgraphOutcome } from './subgraph-client.js';

/** What the caller knows of a call. */
export interface CallOptions {
  /** What the fetch itself is, not the operation it belongs to. Default: `query`. */
  readonly kind?: 'query' | 'mutation';
  /** Whether an answer is one to what was asked, as far as only who asked can tell. Default: it is. */
  readonly fits?: (response: GraphqlResponse) => boolean;
  /** Told how the outcome came about, before it is given back; for who asks to see it. */
  readonly observe?: (call: CallFacts) => void;
}

/** How a call came to its outcome. */
export interface CallFacts {
  /** An equal call that was under way answered this one as well. */
  readonly shared: boolean;
  /** The outcome is that of a second attempt. */
  readonly retried: boolean;
}

/** Calls one subgraph for one request; never throws. */
export type CallSubgraph = (
  scope: RequestScope,
  body: string,
  options?: CallOptions,
) => Promise<SubgraphOutcome>;

interface Parts {
  readonly target: SubgraphTarget;
  readonly client: SubgraphClient;
  /** Null: no claims are sent. */
  readonly sign: SignRequest | null;
  /** Null: switched off. */
  readonly breaker: BreakerConfig | null;
  readonly health: HealthBoard;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** share → attempts → note. */
export function createCallSubgraph(parts: Parts): CallSubgraph {
  const { target, client, log, metrics } = parts;
  const { name } = target;
  const attempts = noticedAttempts(parts);
  const reads = createInFlight<Exchange>(client.deadlineMs);
  return (scope, body, { kind = 'query', fits = always, observe } = {}) => {
    scope.notes.subgraphCalls += 1;
    const asking = { body, kind, fits };
    const take = (got: Got): SubgraphOutcome => {
      const { outcome, shared, misfit } = got;
      observe?.(got);
      if (shared) metrics.shared(name);
      if (misfit) metrics.rejected(name, MISFIT);
      if (outcome.kind === 'failure' && outcome !== LEFT) metrics.rejected(name, outcome.code);
      logFaults(got, scope, name, log);
      return outcome;
    };
    return kind === 'query'
      ? read(reads, attempts, scope, asking, take)
      : change(reads, attempts, scope, asking, client.deadlineMs).then(take);
  };
}

const always = (): boolean => true;

/** Of an answer that is none to what was asked. */
const MISFIT = 'SUBGRAPH_INVALID_RESPONSE';

/** Attempts of which health, log and metrics hear. */
function noticedAttempts(parts: Parts): Attempts {
  const { target, client, sign, breaker, health, log, metrics } = parts;
  const { name } = target;
  return createAttempts({
    client,
    sign,
    breaker: breaker === null ? NO_BREAKER : startBreaker(breaker, parts),
    onExchange: (exchange, milliseconds) => {
      const { outcome, misfit = false } = exchange;
      metrics.fetched(name, fetchOutcome(exchange), milliseconds === null ? null : milliseconds / 1000);
      if (outcome === LEFT || wasRefused(outcome)) return;
      const code = outcome.kind === 'failure' ? outcome.code : misfit ? MISFIT : null;
      health.observe(name, code === null ? { ok: true } : { ok: false, code });
    },
    onRetry: ({ requestId }, { outcome }) => {
      metrics.retried(name);
      const why = outcome.kind === 'failure' ? outcome.detail : `HTTP ${String(outcome.status)}`;
      log.info({ requestId, subgraph: name, detail: printable(why) }, 'subgraph called once more');
    },
  });
}

const OF_FAILURE = {
  SUBGRAPH_TIMEOUT: 'timeout',
  SUBGRAPH_UNAVAILABLE: 'unavailable',
  SUBGRAPH_INVALID_RESPONSE: 'invalid',
} as const;

function fetchOutcome({ outcome, misfit = false }: Exchange): FetchOutcome {
  if (outcome === LEFT) return 'abandoned';
  if (wasRefused(outcome)) return 'refused';
  if (outcome.kind === 'failure') return OF_FAILURE[outcome.code];
  if (misfit) return 'invalid';
  return outcome.response.errorCount === 0 ? 'ok' : 'errors';
}

/** What a caller gets. */
interface Got extends CallFacts {
  readonly outcome: SubgraphOutcome;
  readonly misfit: boolean;
}

const GONE: Got = { outcome: LEFT, misfit: false, shared: false, retried: false };

/** An equal read that is under way is waited for; one that nobody waits for any longer is given up. */
function read(
  reads: InFlight<Exchange>,
  attempts: Attempts,
  scope: RequestScope,
  asking: Asking,
  take: (got: Got) => SubgraphOutcome,
): Promise<SubgraphOutcome> {
  if (scope.signal.aborted) return Promise.resolve(take(GONE));
  return reads.join(
    scope,
    asking.body,
    (deadline) => attempts(scope, asking, deadline),
    (joined) => take(joined === null ? GONE : gotOf(joined, scope)),
  );
}

function gotOf({ result, shared, by }: Joined<Exchange>, { requestId, notes }: RequestScope): Got {
  const { outcome, again, retried = false, misfit = false } = result;
  if (!shared) return { outcome, misfit, shared, retried };
  if (by.requestId !== requestId) (notes.sharedWith ??= new Set()).add(by.requestId);
  return { outcome: again(), misfit, shared, retried };
}

/** What a client asked to change is carried out whole, whether or not it waits to hear of it. */
async function change(
  reads: InFlight<Exchange>,
  attempts: Attempts,
  scope: RequestScope,
  asking: Asking,
  deadlineMs: number,
): Promise<Got> {
  const deadline = new Deadline(deadlineMs);
  const { outcome, misfit = false } = await attempts(scope, asking, deadline);
  deadline.end();
  // Who reads after this change must not be answered with what was read before it.
  reads.seal();
  return { outcome, misfit, shared: false, retried: false };
}

function startBreaker(
  config: BreakerConfig,
  { target: { name, deadlineMs }, health, log, metrics }: Parts,
): CircuitBreaker {
  metrics.breaker(name, 'closed');
  return createCircuitBreaker({
    config,
    slowMs: config.slowPart * deadlineMs,
    onChange: ({ state, ...seen }) => {
      health.breaker(name, state);
      metrics.breaker(name, state);
      log[state === 'open' ? 'warn' : 'info']({ subgraph: name, state, ...seen }, 'circuit breaker');
    },
  });
}
