import type { MemberRole, StatementBody } from '@modellregion/schema/release';
import type { Change } from '../history/change.js';
import type { Tx } from '../store/database.js';
import { hasRole, requireMember, requireSteward, validKeys, type Authenticated } from './authenticate.js';
import { RefusedAct } from './refusals.js';

/** What an act did it to, and facts for its entry of the history. */
export interface Effect {
  readonly subject: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

type Body<Action extends 'member.admit' | 'member.change' | 'key.add' | 'key.retire'> = StatementBody<Action>;

/** `member.admit`: the steward lets somebody in, with the keys that the member gave. */
export async function admitMember(
  tx: Tx,
  change: Change,
  by: Authenticated,
  body: Body<'member.admit'>,
): Promise<Effect> {
  requireSteward(by);
  if ((await tx.member.findUnique({ where: { id: body.member } })) !== null) {
    throw new RefusedAct('MEMBER_EXISTS', `${body.member} is a member already.`);
  }
  await saveNewMember(tx, change, body, by.at);
  return { subject: body.member };
}

/** Writes a member and its keys; also for the founding of a region. */
export async function saveNewMember(
  tx: Tx,
  change: Change,
  body: Body<'member.admit'>,
  at: Date,
): Promise<void> {
  await change.save('member', {
    id: body.member,
    name: body.name,
    ags: body.ags ?? null,
    districtKey: body.districtKey ?? null,
    ars: body.ars ?? null,
    office: body.contact.office,
    email: body.contact.email,
    roles: [...new Set(body.roles)].sort(),
    admittedAt: at,
  });
  for (const key of body.keys) await addNewKey(tx, change, body.member, key, at);
}

/** `member.change`: a member changes how it is reached; name, number and roles are the steward's to change. */
export async function changeMember(
  tx: Tx,
  change: Change,
  by: Authenticated,
  body: Body<'member.change'>,
): Promise<Effect> {
  const before = await requireMember(tx, body.member);
  requireSelfOrSteward(by, body.member);
  const { member: _, contact, ...stewards } = body;
  if (Object.keys(stewards).length > 0) requireSteward(by);
  if (stewards.roles !== undefined) await refuseLastSteward(tx, body.member, stewards.roles);
  await change.save('member', {
    ...before,
    name: stewards.name ?? before.name,
    ags: stewards.ags ?? before.ags,
    districtKey: stewards.districtKey ?? before.districtKey,
    ars: stewards.ars ?? before.ars,
    roles: stewards.roles === undefined ? before.roles : [...new Set(stewards.roles)].sort(),
    office: contact?.office ?? before.office,
    email: contact?.email ?? before.email,
  });
  return { subject: body.member };
}

/** `key.add`: by the member with a key it has, or by the steward for a member that lost its own. */
export async function addKey(
  tx: Tx,
  change: Change,
  by: Authenticated,
  { member, key }: Body<'key.add'>,
): Promise<Effect> {
  await requireMember(tx, member);
  requireSelfOrSteward(by, member);
  await addNewKey(tx, change, member, key, by.at);
  return { subject: member, facts: { kid: key.kid } };
}

/** `key.retire`: what the key signs from now on is refused; what it signed stays. */
export async function retireKey(
  tx: Tx,
  change: Change,
  by: Authenticated,
  { member, kid }: Body<'key.retire'>,
): Promise<Effect> {
  await requireMember(tx, member);
  requireSelfOrSteward(by, member);
  const key = await tx.memberKey.findUnique({ where: { kid } });
  if (key?.memberId !== member) throw new RefusedAct('NO_SUCH_KEY', `${member} has no key ${kid}.`);
  if (key.retiredAt !== null) throw new RefusedAct('KEY_RETIRED', `The key ${kid} is retired already.`);
  // The steward may leave others without a key, which shuts them out; nobody does so to itself by mistake.
  if (by.member.id === member && (await validKeys(tx, member)).length === 1) {
    throw new RefusedAct('LAST_KEY', `${kid} is the only valid key of ${member}.`);
  }
  await change.save('memberKey', { ...key, retiredAt: by.at });
  return { subject: member, facts: { kid } };
}

async function addNewKey(
  tx: Tx,
  change: Change,
  memberId: string,
  { kid, ed25519 }: { readonly kid: string; readonly ed25519: string },
  at: Date,
): Promise<void> {
  const taken = await tx.memberKey.findFirst({ where: { OR: [{ kid }, { ed25519 }] } });
  if (taken !== null) {
    throw new RefusedAct('KEY_EXISTS', `The key ${taken.kid} is known already, of ${taken.memberId}.`);
  }
  await change.save('memberKey', { kid, memberId, ed25519, addedAt: at, retiredAt: null });
}

function requireSelfOrSteward(by: Authenticated, memberId: string): void {
  if (by.member.id === memberId || hasRole(by.member, 'steward')) return;
  throw new RefusedAct('NOT_YOURS', `${by.member.name} cannot change what is of ${memberId}.`);
}

async function refuseLastSteward(tx: Tx, memberId: string, roles: readonly MemberRole[]): Promise<void> {
  if (roles.includes('steward')) return;
  const others = await tx.member.count({ where: { roles: { has: 'steward' }, id: { not: memberId } } });
  if (others === 0) throw new RefusedAct('LAST_STEWARD', `${memberId} is the only steward of the region.`);
}
