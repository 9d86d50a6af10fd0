import { verifyStatement, type MemberRole, type VerifiedStatement } from '@modellregion/schema/release';
import type { Member } from '../generated/prisma/client.js';
import type { Tx } from '../store/database.js';
import { RefusedAct } from './refusals.js';
import type { Registry } from './registry-context.js';

/** A statement of a member whose key is valid: who says what. */
export interface Authenticated extends VerifiedStatement {
  readonly member: Member;
  readonly jws: string;
  readonly at: Date;
}

/** The longest that a statement could still pass the time window. */
const FORGET_AFTER_MS = 3_600_000;

/**
 * Who says this: signature by a key of the member that is valid now, this region, the time window, not done before.
 *
 * @throws RefusedAct
 */
export async function authenticate(
  { db, region, clock }: Pick<Registry, 'db' | 'region' | 'clock'>,
  jws: string,
): Promise<Authenticated> {
  const at = clock.now();
  const verdict = await verifyStatement(jws, {
    region,
    keysOf: async (memberId) => {
      // Whoever is no member has no key either, but something else to do about it.
      await requireMember(db, memberId);
      return validKeys(db, memberId);
    },
    now: at,
  });
  if (!verdict.ok) throw new RefusedAct(verdict.refusal.code, verdict.refusal.text);
  const { statement, signedBy } = verdict.value;
  if ((await db.usedStatement.findUnique({ where: { id: statement.id } })) !== null)
    throw replayed(statement.id);
  return { statement, signedBy, jws, at, member: await requireMember(db, statement.member) };
}

/**
 * Takes the id of a statement, in the transaction of what it does, and looks once more whether its key is valid: it
 * may have been retired while the statement waited.
 */
export async function consume(tx: Tx, { statement, signedBy, at }: Authenticated): Promise<void> {
  const valid = await validKeys(tx, statement.member);
  if (!valid.some(({ kid, ed25519 }) => kid === signedBy.kid && ed25519 === signedBy.ed25519)) {
    throw new RefusedAct(
      'UNKNOWN_KEY',
      `The key ${signedBy.kid} of ${statement.member} was retired meanwhile.`,
    );
  }
  await tx.usedStatement.deleteMany({
    where: { issuedAt: { lt: new Date(at.getTime() - FORGET_AFTER_MS) } },
  });
  const row = { id: statement.id, issuedAt: new Date(statement.issuedAt) };
  const { count } = await tx.usedStatement.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) throw replayed(statement.id);
}

export async function requireMember(tx: Tx, id: string): Promise<Member> {
  const member = await tx.member.findUnique({ where: { id } });
  if (member === null) throw new RefusedAct('UNKNOWN_MEMBER', `This region has no member ${id}.`);
  return member;
}

export const hasRole = ({ roles }: Member, role: MemberRole): boolean => roles.includes(role);

/** @throws RefusedAct NOT_STEWARD */
export function requireSteward({ member, statement }: Authenticated): void {
  if (hasRole(member, 'steward')) return;
  throw new RefusedAct(
    'NOT_STEWARD',
    `${member.name} is no steward, and ${statement.action} is a steward's act.`,
  );
}

export function validKeys(tx: Tx, memberId: string) {
  return tx.memberKey.findMany({
    where: { memberId, retiredAt: null },
    select: { kid: true, ed25519: true },
  });
}

function replayed(id: string): RefusedAct {
  return new RefusedAct('REPLAYED', `The statement ${id} had its effect already.`);
}
