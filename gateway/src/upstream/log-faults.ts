import { errorEntry, isErrorCode } from '@modellregion/schema';
import type { RequestScope } from '../request.js';
import { printable, type Logger } from '../telemetry/logger.js';
import { wasRefused } from './attempts.js';
import { LEFT } from './failed-call.js';
import type { SubgraphOutcome } from './subgraph-client.js';

/** What a subgraph says about its faults goes to our log and no further. */
export function logFaults(
  { outcome, misfit }: { readonly outcome: SubgraphOutcome; readonly misfit: boolean },
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
  if (misfit) log.warn({ requestId, subgraph }, 'subgraph answered something else than was asked');
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
