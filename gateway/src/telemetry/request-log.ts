import type { IncomingHttpHeaders } from 'node:http';
import type { Arrival } from '../request.js';
import type { UsageCounter } from '../usage/usage-counter.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

/** The status of a request whose client went away before it was answered; web servers write it so in their logs. */
export const CLIENT_LEFT = 499;

/** Request ids that one line names at most. */
const MAX_SHARED = 10;

const CLIENT = /^[\w ./@:+-]{1,64}$/;

interface Records {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Absent where nobody is told what is used. */
  readonly usage?: UsageCounter | null;
}

/**
 * Counts a request and writes its one line. It says what happened and how long it took, and nothing about whom it was about:
 * no variables, no tokens, no addresses. Names that the client chose are kept only if they are plain.
 */
export function recordRequest(
  { log, metrics, usage }: Records,
  { requestId, trace, notes }: Arrival,
  headers: IncomingHttpHeaders,
  status: number,
  elapsedMs: number,
): void {
  metrics.answered(status, elapsedMs / 1000);
  const client = plain(headers['apollographql-client-name']);
  const clientVersion = plain(headers['apollographql-client-version']);
  if (usage != null && notes.usage != null) {
    usage.count(notes.usage, client, clientVersion, notes.errorCodes !== null && notes.errorCodes.length > 0);
  }
  log.info(
    {
      requestId,
      traceId: trace.traceId,
      operation: notes.operationName,
      client,
      clientVersion,
      durationMs: Math.round(elapsedMs * 10) / 10,
      status,
      errorCodes: notes.errorCodes ?? [],
      subgraphCalls: notes.subgraphCalls,
      ...(notes.sharedWith === undefined ? {} : { sharedWith: [...notes.sharedWith].slice(0, MAX_SHARED) }),
    },
    'request',
  );
}

function plain(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && CLIENT.test(header) ? header : null;
}
