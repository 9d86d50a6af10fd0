import { errorEntry, isErrorCode } from '@modellregion/schema';
import type { RequestScope } from '../request.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import { createAttempts, wasRefused, type Attempts } from './attempts.js';
import {
  createCircuitBreaker,
  NO_BREAKER,
  type BreakerConfig,
  type CircuitBreaker,
} from './circuit-breaker.js';
import { startDeadline } from './deadline.js';
import type { HealthBoard } from './health.js';
import { callerKey, createInFlight, type InFlight } from './share-inflight.js';
import type { SignRequest } from './sign-request.js';
import { LEFT, type Exchange, type SubgraphClient, type SubgraphOutcome } from './subgraph-client.js';

/** What the caller knows of a call. */
export interface CallOptions {
  /** What the fetch itself is, not the operation it belongs to. Default: `query`. */
  readonly kind?: 'query' | 'mutation';
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
}

/** attempts → note. What a subgraph says about its faults goes to our log and no further. */
export function createCallSubgraph({ target, client, sign, breaker, health, log }: Parts): CallSubgraph {
  const attempts = createAttempts({
    client,
    sign,
    breaker: breaker === null ? NO_BREAKER : startBreaker(breaker, target, health, log),
    onExchange: ({ outcome }) => {
      health.observe(
        target.name,
        outcome.kind === 'answer' ? { ok: true } : { ok: false, code: outcome.code },
      );
    },
    onRetry: ({ requestId }, { outcome }) => {
      const why = outcome.kind === 'failure' ? outcome.detail : `HTTP ${String(outcome.status)}`;
      log.info({ requestId, subgraph: target.name, detail: printable(why) }, 'subgraph called once more');
    },
  });
  const reads = createInFlight<Answered>(client.deadlineMs);
  return async (scope, body, { kind = 'query' } = {}) => {
    scope.notes.subgraphCalls += 1;
    const outcome =
      kind === 'query'
        ? await read(reads, attempts, scope, body)
        : await change(reads, attempts, scope, body, client.deadlineMs);
    logFaults(outcome, scope, target.name, log);
    return outcome;
  };
}

interface Answered {
  readonly exchange: Exchange;
  /** Of the request that the call was made for. */
  readonly requestId: string;
}

/** An equal read that is under way is waited for; one that nobody waits for any longer is given up. */
async function read(
  reads: InFlight<Answered>,
  attempts: Attempts,
  scope: RequestScope,
  body: string,
): Promise<SubgraphOutcome> {
  if (scope.signal.aborted) return LEFT;
  const key = `${callerKey(scope.caller)}\n${body}`;
  const joined = await reads.join(key, scope.signal, async (deadline) => ({
    exchange: await attempts(scope, body, 'query', deadline),
    requestId: scope.requestId,
  }));
  if (joined === null) return LEFT;
  const { exchange, requestId } = joined.result;
  if (!joined.shared) return exchange.outcome;
  if (requestId !== scope.requestId) (scope.notes.sharedWith ??= new Set()).add(requestId);
  return exchange.again();
}

/** What a client asked to change is carried out whole, whether or not it waits to hear of it. */
async function change(
  reads: InFlight<Answered>,
  attempts: Attempts,
  scope: RequestScope,
  body: string,
  deadlineMs: number,
): Promise<SubgraphOutcome> {
  const deadline = startDeadline(deadlineMs);
  const { outcome } = await attempts(scope, body, 'mutation', deadline);
  deadline.end();
  // Who reads after this change must not be answered with what was read before it.
  reads.seal();
  return outcome;
}

function startBreaker(
  config: BreakerConfig,
  { name, deadlineMs }: SubgraphTarget,
  health: HealthBoard,
  log: Logger,
): CircuitBreaker {
  return createCircuitBreaker({
    config,
    slowMs: config.slowPart * deadlineMs,
    onChange: ({ state, ...seen }) => {
      health.breaker(name, state);
      log[state === 'open' ? 'warn' : 'info']({ subgraph: name, state, ...seen }, 'circuit breaker');
    },
  });
}

function logFaults(
  outcome: SubgraphOutcome,
  { requestId }: RequestScope,
  subgraph: string,
  log: Logger,
): void {
  if (outcome === LEFT) return;
  if (outcome.kind === 'failure') {
    // While the breaker is open its opening is the news, not each call.
    log[wasRefused(outcome) ? 'debug' : 'warn'](
      { requestId, subgraph, code: outcome.code, detail: printable(outcome.detail) },
      'subgraph call failed',
    );
    return;
  }
  const { errors, errorCount } = outcome.response;
  if (errorCount === 0) return;
  const codes = [
    ...new Set(
      errors.map(({ extensions: { code } }) => (typeof code === 'string' ? printable(code, 64) : 'none')),
    ),
  ];
  // What callers cause stands in their own line; only a subgraph's own faults concern who runs the region.
  const ofCallers =
    outcome.status === 200 && codes.every((it) => isErrorCode(it) && errorEntry(it).origin === 'client');
  log[ofCallers ? 'debug' : 'warn'](
    { requestId, subgraph, httpStatus: outcome.status, errorCount, codes },
    'subgraph reported errors',
  );
  // A subgraph's own words may name people: only for who turns the level on to look for a fault.
  if (!log.isLevelEnabled('debug')) return;
  for (const { message } of errors)
    log.debug({ requestId, subgraph, text: printable(message) }, 'subgraph error text');
}
