import { anonymousCaller, TRUST_LEVELS, type CallerClaims, type TrustLevel } from '@modellregion/schema';
import { z } from 'zod';

/** A person whose token was verified. */
export interface SignedInPrincipal {
  readonly kind: 'citizen' | 'official';
  /** Citizen: id of the Resident; official: staff id. */
  readonly subject: string;
  readonly trust: TrustLevel;
  /** What the role allows, for example `residents:read`. */
  readonly scopes: readonly string[];
  /** Purposes this person may state. */
  readonly purposes: readonly string[];
}

/** Who is calling, before a purpose is stated. */
export type Principal = { readonly kind: 'anonymous' } | SignedInPrincipal;

/**
 * A scope names its area (`residents:read`). The colon keeps out the bare word `self`: whether data is about
 * the caller is a relation that the owning subgraph decides, never something a token carries.
 */
const scope = z
  .string()
  .max(128)
  .regex(/^[\w-]+(:[\w-]+)+$/);
const purpose = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/);

const tokenClaims = z.object({
  sub: z.string().min(1).max(128),
  modellregion: z.object({
    kind: z.enum(['citizen', 'official']),
    trust: z.enum(TRUST_LEVELS),
    scopes: z.array(scope).max(100).default([]),
    purposes: z.array(purpose).max(50).default([]),
  }),
});

/** Reads the claims of a verified token; null if they do not have the agreed form. */
export function readPrincipal(payload: unknown): SignedInPrincipal | null {
  const parsed = tokenClaims.safeParse(payload);
  if (!parsed.success) return null;
  return { subject: parsed.data.sub, ...parsed.data.modellregion };
}

/** What the caller states about this one request. */
export interface Statement {
  readonly purpose: string | null;
  readonly caseReference: string | null;
}

/** The claims that go with every call of this request to a subgraph. */
export function callerClaims(principal: Principal, statement: Statement, requestId: string): CallerClaims {
  if (principal.kind === 'anonymous') return anonymousCaller(requestId);
  return {
    version: 1,
    kind: principal.kind,
    subject: principal.subject,
    trust: principal.trust,
    scopes: [...principal.scopes],
    purpose: statement.purpose,
    caseReference: statement.caseReference,
    requestId,
  };
}
