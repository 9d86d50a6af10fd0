import { z } from 'zod';

/** Assurance levels of a person's means of identity, lowest first (BSI TR-03107, eIDAS). */
export const TRUST_LEVELS = ['NONE', 'NORMAL', 'SUBSTANTIAL', 'HIGH'] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** True if `actual` is at least `required`. */
export function trustReaches(actual: TrustLevel, required: TrustLevel): boolean {
  return TRUST_LEVELS.indexOf(actual) >= TRUST_LEVELS.indexOf(required);
}

const claims = z
  .strictObject({
    version: z.literal(1),
    kind: z.enum(['anonymous', 'citizen', 'official']),
    subject: z.string().min(1).max(128).nullable(),
    trust: z.enum(TRUST_LEVELS),
    scopes: z.array(z.string().min(1).max(128)).max(100).readonly(),
    purpose: z.string().min(1).max(64).nullable(),
    caseReference: z.string().min(1).max(64).nullable(),
    requestId: z.string().min(1).max(128),
  })
  .readonly()
  .refine(
    (it) => (it.kind === 'anonymous') === (it.subject === null),
    'only an anonymous caller has no subject',
  );

/**
 * Who calls, as the gateway tells a subgraph in the signed header `Modellregion-Caller`.
 *
 * - `kind`: `anonymous`, `citizen` (subject is their Resident id) or `official` (subject is a staff id).
 * - `trust`: assurance level of the identity means used for this session.
 * - `scopes`: what the caller's role allows, for example `residents:read`.
 * - `purpose`: the one purpose stated for this request, or null.
 * - `caseReference`: the case stated for this request, or null.
 * - `requestId`: names the portal's request in every log.
 */
export type CallerClaims = z.infer<typeof claims>;

/** The caller of a request without a token. */
export function anonymousCaller(requestId: string): CallerClaims {
  return {
    version: 1,
    kind: 'anonymous',
    subject: null,
    trust: 'NONE',
    scopes: [],
    purpose: null,
    caseReference: null,
    requestId,
  };
}

/** The header's value: the claims as base64url of their UTF-8 JSON. */
export function encodeCaller(caller: CallerClaims): string {
  return Buffer.from(JSON.stringify(caller), 'utf8').toString('base64url');
}

/**
 * Reads what {@link encodeCaller} wrote. Call it only on a header whose signature has been verified.
 *
 * @throws Error if the text is not base64url JSON of exactly this shape: whoever cannot be identified is refused.
 */
export function decodeCaller(text: string): CallerClaims {
  if (text.length > 16_384) throw new Error('caller header is longer than 16384 characters');
  const json: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  return claims.parse(json);
}
