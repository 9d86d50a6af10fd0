import type { CallerClaims } from '@modellregion/schema';
import { Prisma } from './generated/prisma/client.js';
import type { ForwardingRecord, PermitRecord } from './repositories/records.js';

/** What stands on streets and squares for everybody to see. */
const OPEN_KINDS: readonly PermitRecord['kind'][] = ['SPECIAL_ROAD_USE', 'OUTDOOR_SEATING', 'MARKET_STALL'];
const OPEN_STATES: readonly PermitRecord['state'][] = ['GRANTED', 'EXPIRED'];

/**
 * Whether a permit is open to everybody. Others tell about the person behind the business, such as that a licence
 * was refused for want of reliability (GewO §§ 34a, 34c, GastG § 4).
 */
export function isOpen({ kind, state }: Pick<PermitRecord, 'kind' | 'state'>): boolean {
  return OPEN_KINDS.includes(kind) && OPEN_STATES.includes(state);
}

/** The same rule in SQL, for lists. */
export const IS_OPEN = Prisma.sql`kind = ANY (${OPEN_KINDS}::text[]) AND state = ANY (${OPEN_STATES}::text[])`;

/** Whether the caller supervises trades now. */
export function isSupervision({ kind, scopes, purpose }: CallerClaims): boolean {
  return kind === 'official' && scopes.includes('trade:read') && purpose === 'TRADE_SUPERVISION';
}

/**
 * Whether the caller may know that a recipient was told of a notice. That customs was, says that somebody is suspected
 * of undeclared work (GewAnzV § 3 (3)): whoever it is about would be warned.
 */
export function mayKnowOf({ recipient }: Pick<ForwardingRecord, 'recipient'>, caller: CallerClaims): boolean {
  return recipient !== 'CUSTOMS' || isSupervision(caller);
}
