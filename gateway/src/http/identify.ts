import { randomUUID } from 'node:crypto';
import type { Authenticate } from '../auth/authenticate.js';
import { callerClaims } from '../auth/principal.js';
import { readStatement } from '../auth/statement.js';
import type { Arrival, ReadRequest, RequestScope } from '../request.js';

const REQUEST_ID = /^[A-Za-z0-9][\w.:-]{0,63}$/;

/** The caller's request id if it is a harmless token, else one of ours. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : randomUUID();
}

/**
 * IDENTIFY: who asks, for which purpose.
 *
 * @param authenticate null in profile `open`: then nobody is anyone, whatever the headers say
 * @throws ClientError 401, 403, 400 or 503
 */
export function identify(
  request: ReadRequest,
  arrival: Arrival,
  authenticate: Authenticate | null,
): RequestScope | Promise<RequestScope> {
  return authenticate === null ? scopeOf(arrival, null) : identifyBy(authenticate, request, arrival);
}

async function identifyBy(
  authenticate: Authenticate,
  request: ReadRequest,
  arrival: Arrival,
): Promise<RequestScope> {
  const principal = await authenticate(request.headers.get('authorization'));
  const statement = readStatement(principal, request.headers);
  return scopeOf(arrival, callerClaims(principal, statement, arrival.requestId));
}

/** Field by field: on every request, and a spread takes several times as long. */
const scopeOf = (
  { requestId, trace, signal, notes }: Arrival,
  caller: RequestScope['caller'],
): RequestScope => ({ requestId, trace, signal, notes, caller });
