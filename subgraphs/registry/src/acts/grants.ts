import { randomUUID } from 'node:crypto';
import { ungrantable } from '@modellregion/schema/checks';
import type { StatementBody } from '@modellregion/schema/release';
import type { Change } from '../history/change.js';
import { contractsOf, headRelease } from '../releases/read-release.js';
import type { Tx } from '../store/database.js';
import { hasRole, type Authenticated } from './authenticate.js';
import type { Effect } from './members.js';
import { RefusedAct } from './refusals.js';

/** `grant.give`: the owner of a type or field lets one partner do one thing with it. */
export async function giveGrant(
  tx: Tx,
  change: Change,
  by: Authenticated,
  body: StatementBody<'grant.give'>,
): Promise<Effect> {
  const { owner, partner, coordinate, allows } = body;
  const subgraph = await tx.subgraph.findUnique({ where: { name: owner } });
  if (subgraph === null) throw new RefusedAct('UNKNOWN_SUBGRAPH', `There is no subgraph ${owner}.`);
  if (subgraph.memberId !== by.member.id) {
    throw new RefusedAct('NOT_YOURS', `${owner} is not ${by.member.name}'s, so neither is what it owns.`);
  }
  const head = await headRelease(tx);
  const contracts = head === null ? [] : await contractsOf(tx, head.manifest.subgraphs);
  const why = ungrantable(contracts, body);
  if (why !== undefined) throw new RefusedAct('NOT_YOUR_TYPE', why);
  const until = body.until === undefined ? null : new Date(body.until);
  if (until !== null && until <= by.at) {
    throw new RefusedAct('GRANT_EXPIRED', `The grant would have ended at ${until.toISOString()}.`);
  }
  const inForce = await tx.grant.findFirst({
    where: { owner, partner, coordinate, allows, revokedAt: null },
  });
  if (inForce !== null && (inForce.until === null || inForce.until > by.at)) {
    throw new RefusedAct('GRANT_EXISTS', `The grant ${inForce.id} says so already.`);
  }
  // One that ran out gives way, so that at most one is in force.
  if (inForce !== null) await change.save('grant', { ...inForce, revokedAt: inForce.until });
  const id = randomUUID();
  await change.save('grant', {
    id,
    owner,
    partner,
    coordinate,
    allows,
    until,
    givenAt: by.at,
    revokedAt: null,
  });
  return { subject: `${coordinate} of ${owner} to ${partner}`, facts: { grant: id, allows } };
}

/** `grant.revoke`: counts from the partner's next publication; what is released stays until then. */
export async function revokeGrant(
  tx: Tx,
  change: Change,
  by: Authenticated,
  { grant: id }: StatementBody<'grant.revoke'>,
): Promise<Effect> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  const grant = isId ? await tx.grant.findUnique({ where: { id } }) : null;
  if (grant === null) throw new RefusedAct('UNKNOWN_GRANT', `There is no grant ${id}.`);
  const subgraph = await tx.subgraph.findUnique({ where: { name: grant.owner } });
  if (subgraph?.memberId !== by.member.id && !hasRole(by.member, 'steward')) {
    throw new RefusedAct('NOT_YOURS', `The grant ${id} was given by ${grant.owner}.`);
  }
  if (grant.revokedAt !== null) throw new RefusedAct('GRANT_ENDED', `The grant ${id} was revoked already.`);
  await change.save('grant', { ...grant, revokedAt: by.at });
  return { subject: `${grant.coordinate} of ${grant.owner} to ${grant.partner}`, facts: { grant: id } };
}
