import { errors, jwtVerify } from 'jose';
import type { IdentityConfig } from '../config.js';
import { ClientError } from '../errors/client-error.js';
import { KeysUnavailable, type KeySet } from './key-set.js';
import { readPrincipal, type Principal } from './principal.js';

/** Signatures only: a MAC such as HS256 could be made with the public key, and `none` by anyone. */
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'];

/** Longest difference between the issuer's clock and ours, in seconds. */
const CLOCK_TOLERANCE = 5;

/** Longer than any token an issuer of the region makes; checked before any work is done. */
const MAX_TOKEN_LENGTH = 8_192;

/** Turns the `Authorization` header into a principal. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

/**
 * No header: anonymous. Anything else must be a valid bearer token; a faulty one is refused, never taken for
 * anonymous, so that a portal notices.
 *
 * The returned function throws ClientError 401 UNAUTHENTICATED (with `WWW-Authenticate`, RFC 6750), or 503 if
 * the issuer's keys cannot be had.
 */
export function createAuthenticate(identity: IdentityConfig, keys: KeySet): Authenticate {
  return async (authorization) => {
    if (authorization === undefined) return { kind: 'anonymous' };
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1];
    if (token === undefined || token.length > MAX_TOKEN_LENGTH) {
      throw refusal(
        'The Authorization header must be "Bearer" and a signed token (JWT).',
        'not a bearer token',
      );
    }
    const payload = await verify(token, identity, keys);
    if (identity.clients !== null && !identity.clients.some((client) => client === payload['azp'])) {
      throw refusal('This token was issued for another client. Sign in again through the portal.', 'azp');
    }
    const principal = readPrincipal(payload);
    if (principal === null) throw refusal('This token does not say who signed in. Sign in again.', 'claims');
    return principal;
  };
}

async function verify(
  token: string,
  identity: IdentityConfig,
  keys: KeySet,
): Promise<Record<string, unknown>> {
  try {
    const { payload } = await jwtVerify(token, keys.keyFor, {
      algorithms: ALGORITHMS,
      issuer: identity.issuer,
      audience: identity.audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE,
    });
    return payload;
  } catch (error) {
    if (error instanceof KeysUnavailable) throw keysUnavailable();
    if (error instanceof errors.JWTExpired)
      throw refusal('This token has expired. Sign in again.', error.code);
    // One text for every other fault: how a token was refused helps only whoever forges one.
    throw refusal(
      'This token is not valid here. Sign in again.',
      error instanceof errors.JOSEError ? error.code : 'other',
    );
  }
}

function refusal(text: string, reason: string): ClientError {
  return new ClientError(401, 'UNAUTHENTICATED', text, {
    headers: { 'www-authenticate': 'Bearer realm="modellregion", error="invalid_token"' },
    reason,
  });
}

function keysUnavailable(): ClientError {
  return new ClientError(
    503,
    'INTERNAL_SERVER_ERROR',
    'Whether you are signed in cannot be checked right now. Please try again in ten seconds.',
    { headers: { 'retry-after': '10' }, reason: 'issuer keys unavailable' },
  );
}
