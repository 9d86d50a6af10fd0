import { HEADERS } from '@modellregion/schema';
import { ClientError } from '../errors/client-error.js';
import type { RequestHeaders } from '../request.js';
import type { Principal, Statement } from './principal.js';

const CASE_REFERENCE = /^[\w./ -]{1,64}$/;

/**
 * Reads purpose and case reference of a request.
 *
 * A purpose must be one of the token's. Without the header a token that carries exactly one purpose means that
 * one; with several the caller has to choose, so none is assumed. A caller without a token has no purposes:
 * their header is not looked at, so that a portal may send it on every page.
 *
 * @throws ClientError 403 PURPOSE_REQUIRED for a purpose the token does not carry, 400 for a malformed case.
 */
export function readStatement(principal: Principal, headers: Pick<RequestHeaders, 'get'>): Statement {
  if (principal.kind === 'anonymous') return { purpose: null, caseReference: null };
  return {
    purpose: choosePurpose(principal.purposes, headers.get(HEADERS.purpose)),
    caseReference: readCaseReference(headers.get(HEADERS.caseReference)),
  };
}

function choosePurpose(allowed: readonly string[], stated: string | undefined): string | null {
  if (stated === undefined) return allowed.length === 1 ? (allowed[0] ?? null) : null;
  if (allowed.includes(stated)) return stated;
  const choice = allowed.length === 0 ? 'it carries none' : `choose one of ${allowed.join(', ')}`;
  throw new ClientError(
    403,
    'PURPOSE_REQUIRED',
    `Header Modellregion-Purpose: this token may not state it; ${choice}.`,
    {
      params: { requiredPurposes: allowed },
    },
  );
}

function readCaseReference(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (CASE_REFERENCE.test(header)) return header;
  throw new ClientError(
    400,
    'BAD_USER_INPUT',
    'Header Modellregion-Case-Reference: send 1 to 64 letters, digits, spaces or the signs . / - _.',
    { params: { argument: 'Modellregion-Case-Reference' } },
  );
}
