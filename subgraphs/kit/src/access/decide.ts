import { trustReaches, type CallerClaims } from '@modellregion/schema';
import { ClientError } from '../errors.js';
import type { AccessRules } from './rules.js';

/** Whether a decision needs to know if the caller is the person the data is about. */
export function needsSelf(rules: AccessRules): boolean {
  return rules.selfOnly || rules.scopes.some((it) => it.orSelf);
}

/**
 * Decides one field for one caller. What cannot be decided is a refusal.
 *
 * The order is the order in which a portal can mend things: sign in, right, stronger identity, purpose.
 *
 * @param isSelf whether the data is about the caller; only the owning subgraph can know
 * @returns null if the field may be read, else the error to throw
 */
export function decide(rules: AccessRules, caller: CallerClaims, isSelf: boolean): ClientError | null {
  if (caller.kind === 'anonymous') return new ClientError('UNAUTHENTICATED');
  if (rules.selfOnly && !isSelf) return new ClientError('FORBIDDEN');
  for (const { anyOf, orSelf } of rules.scopes) {
    if (orSelf && isSelf) continue;
    if (!anyOf.some((all) => all.length > 0 && all.every((scope) => caller.scopes.includes(scope)))) {
      return new ClientError('FORBIDDEN', { requiredScopes: anyOf });
    }
  }
  if (!trustReaches(caller.trust, rules.trust)) {
    return new ClientError('TRUST_TOO_LOW', { requiredTrust: rules.trust });
  }
  for (const anyOf of rules.purposes) {
    if (caller.purpose === null || !anyOf.includes(caller.purpose)) {
      return new ClientError('PURPOSE_REQUIRED', { requiredPurposes: anyOf });
    }
  }
  return null;
}
