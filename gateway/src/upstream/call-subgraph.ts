import { errorEntry, isErrorCode } from '@modellregion/schema';
import type { RequestScope } from '../request.js';
import { printable, type Logger } from '../telemetry/logger.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import { createAttempts, wasRefused } from './attempts.js';
import {
  createCircuitBreaker,
  NO_BREAKER,
  type BreakerConfig,
  type CircuitBreaker,
} from './circuit-breaker.js';
import { startDeadline } from './deadline.js';
import type { HealthBoard } from './health.js';
import type { SignRequest } from './sign-request.js';
import { LEFT, type SubgraphClient, type SubgraphOutcome } from './subgraph-client.js';

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
  const send = async (
    scope: RequestScope,
    body: string,
    kind: 'query' | 'mutation',
  ): Promise<SubgraphOutcome> => {
    // What a client asked to change is carried out whole, whether or not it waits to hear of it.
    const untilLeft = kind === 'query';
    if (untilLeft && scope.signal.aborted) return LEFT;
    const deadline = startDeadline(client.deadlineMs);
    if (untilLeft) scope.signal.addEventListener('abort', deadline.leave);
    const { outcome } = await attempts(scope, body, kind, deadline);
    scope.signal.removeEventListener('abort', deadline.leave);
    deadline.end();
    return outcome;
  };
  return async (scope, body, { kind = 'query' } = {}) => {
    scope.notes.subgraphCalls += 1;
    const outcome = await send(scope, body, kind);
    logFaults(outcome, scope, target.name, log);
    return outcome;
  };
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
