import { Change } from '../history/change.js';
import { inTurn, type Tx } from '../store/database.js';
import { authenticate, consume, type Authenticated } from './authenticate.js';
import { giveGrant, revokeGrant } from './grants.js';
import { addKey, admitMember, changeMember, retireKey, type Effect } from './members.js';
import type { Outcome } from './outcome.js';
import { publish } from './publish.js';
import { RefusedAct } from './refusals.js';
import { freeze, rollback, unfreeze } from './region.js';
import type { Registry } from './registry-context.js';
import { tryPublication } from './try-publication.js';
import { withdraw } from './withdraw.js';

/**
 * Does what a signed statement says, if its member may: the one way in which a region changes.
 *
 * @throws RefusedAct with code, reason and remedy; nothing has changed then
 */
export async function submit(registry: Registry, jws: string): Promise<Outcome> {
  const by = await authenticate(registry, jws);
  const outcome = await perform(registry, by);
  if (outcome.release !== null) registry.released(outcome.release.sequence);
  registry.log.info(
    {
      member: by.member.id,
      action: by.statement.action,
      subject: outcome.entry?.subject,
      status: outcome.status,
      release: outcome.release?.sequence,
    },
    'statement carried out',
  );
  return outcome;
}

function perform(registry: Registry, by: Authenticated): Promise<Outcome> {
  const { statement } = by;
  switch (statement.action) {
    case 'subgraph.publish':
      return publish(registry, by, statement.body);
    case 'subgraph.check':
      return tryPublication(registry, by, statement.body);
    case 'subgraph.withdraw':
      return withdraw(registry, by, statement.body);
    case 'member.admit':
      return inOneTransaction(registry, by, (tx, change) => admitMember(tx, change, by, statement.body));
    case 'member.change':
      return inOneTransaction(registry, by, (tx, change) => changeMember(tx, change, by, statement.body));
    case 'key.add':
      return inOneTransaction(registry, by, (tx, change) => addKey(tx, change, by, statement.body));
    case 'key.retire':
      return inOneTransaction(registry, by, (tx, change) => retireKey(tx, change, by, statement.body));
    case 'grant.give':
      return inOneTransaction(registry, by, (tx, change) => giveGrant(tx, change, by, statement.body));
    case 'grant.revoke':
      return inOneTransaction(registry, by, (tx, change) => revokeGrant(tx, change, by, statement.body));
    case 'release.freeze':
      return inOneTransaction(registry, by, (tx, change) => freeze(tx, change, by));
    case 'release.unfreeze':
      return inOneTransaction(registry, by, (tx, change) => unfreeze(tx, change, by));
    case 'release.rollback':
      return inOneTransaction(registry, by, (tx, change) =>
        rollback(tx, change, by, statement.body, registry),
      );
    case 'read':
      throw new RefusedAct('WRONG_ACTION', 'A statement "read" changes nothing.');
  }
}

function inOneTransaction(
  { db }: Registry,
  by: Authenticated,
  act: (tx: Tx, change: Change) => Promise<Effect>,
): Promise<Outcome> {
  return inTurn(db, async (tx) => {
    await consume(tx, by);
    const change = new Change(tx);
    const { subject, facts = {} } = await act(tx, change);
    const { action, reason } = by.statement;
    const entry = await change.enter(
      { memberId: by.member.id, action, subject, reason, statement: by.jws, at: by.at },
      'done',
      facts,
    );
    const { release: sequence, releaseHash: hash } = facts;
    const release = typeof sequence === 'number' && typeof hash === 'string' ? { sequence, hash } : null;
    return { status: 'done', entry, release, check: null };
  });
}
