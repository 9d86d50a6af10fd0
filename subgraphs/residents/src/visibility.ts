import { localDateOf, toDateColumn, type RequestFacts } from '@modellregion/subgraph-kit';
import { Prisma } from './generated/prisma/client.js';
import type { ResidentRecord } from './records.js';

/** Scope of the few officials who handle blocks. */
export const BLOCKED_SCOPE = 'residents:blocked';

/**
 * Whether a caller may learn that somebody is in the register at all (BMG §§ 51, 52).
 *
 * A blocked resident is answered exactly like an unknown id, on every path, to everybody but themself and the
 * officials who handle blocks; otherwise the answer would tell that there is something to hide. Every
 * repository that returns or counts residents, or what belongs to them, asks this function.
 */
export function mayKnowOf(resident: ResidentRecord, { caller, clock }: RequestFacts): boolean {
  if (resident.blockedUntil === null || resident.blockedUntil < today(clock.now())) return true;
  if (caller.kind === 'citizen') return caller.subject === resident.id;
  return caller.kind === 'official' && caller.scopes.includes(BLOCKED_SCOPE);
}

/** The same rule in SQL for look-ups, where a block counts whoever asks (BMG § 51 (2)). */
export function notBlockedSql(now: Date): Prisma.Sql {
  return Prisma.sql`(blocked_until IS NULL OR blocked_until < ${today(now)}::date)`;
}

function today(now: Date): Date {
  return toDateColumn(localDateOf(now));
}
