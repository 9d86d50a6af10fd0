import type { SubgraphContract } from '@modellregion/schema/checks';
import type { StatementBody } from '@modellregion/schema/release';
import { Change } from '../history/change.js';
import { makeRelease, saveSupergraph } from '../releases/make-release.js';
import { contractsOf, headRelease, type ReadRelease } from '../releases/read-release.js';
import { inTurn, type Db } from '../store/database.js';
import { consume, hasRole, type Authenticated } from './authenticate.js';
import { checkRow, holdAgainstRegion } from './check.js';
import type { Outcome } from './outcome.js';
import { historyHead, saveVariants } from './publish.js';
import { RefusedAct } from './refusals.js';
import { readRegion, refuseFrozen, variantsOf } from './region.js';
import type { Registry } from './registry-context.js';

/**
 * `subgraph.withdraw`: a release without the subgraph, if the others compose without it and neither they, nor portal
 * queries, nor what clients used need what would be gone. What the checks refuse is stored as a check and changes nothing
 * else. Its name and versions stay its operator's.
 *
 * @throws RefusedAct
 */
export async function withdraw(
  registry: Registry,
  by: Authenticated,
  { name }: StatementBody<'subgraph.withdraw'>,
): Promise<Outcome> {
  const { db } = registry;
  return registry.publications.run(async () => {
    const checkedAgainst = await historyHead(db);
    const region = await readRegion(db);
    refuseFrozen(region);
    const { candidate, head } = await released(db, by, name);
    const variants = variantsOf(region);
    const report = await holdAgainstRegion(registry, head, variants, { candidate, withdraws: true });
    return inTurn(db, async (tx) => {
      if ((await historyHead(tx)) !== checkedAgainst) {
        throw new RefusedAct(
          'CHANGED_MEANWHILE',
          `Somebody changed the region while ${name} was being withdrawn.`,
        );
      }
      await consume(tx, by);
      const change = new Change(tx);
      const check = checkRow(by, candidate, report);
      await change.save('publicationCheck', check);
      const { action, reason } = by.statement;
      const act = { memberId: by.member.id, action, subject: name, reason, statement: by.jws, at: by.at };
      if (report.status === 'refused' || report.composed === null) {
        const refused = await change.enter(act, 'refused', { check: check.id });
        return { status: 'check-refused', entry: refused, release: null, check };
      }
      const release = await makeRelease(tx, change, registry, {
        reason,
        restores: null,
        subgraphs: head.manifest.subgraphs.filter((it) => it.name !== name),
        supergraphSha256: await saveSupergraph(tx, change, report.composed.supergraphSdl),
        variants: await saveVariants(tx, change, variants, report.composed.variants),
      });
      const facts = { check: check.id, release: release.sequence, releaseHash: release.hash };
      return { status: 'done', entry: await change.enter(act, 'done', facts), release, check };
    });
  });
}

/**
 * The contract as it is released, if this member may take it out.
 *
 * @throws RefusedAct
 */
async function released(
  db: Db,
  by: Authenticated,
  name: string,
): Promise<{ readonly head: ReadRelease; readonly candidate: SubgraphContract }> {
  const head = await headRelease(db);
  const contracts = head === null ? [] : await contractsOf(db, head.manifest.subgraphs);
  const candidate = contracts.find(({ entry }) => entry.name === name);
  if (head === null || candidate === undefined) {
    throw new RefusedAct('UNKNOWN_SUBGRAPH', `The newest release has no subgraph ${name}.`);
  }
  const holder = await db.subgraph.findUnique({ where: { name } });
  if (holder?.memberId !== by.member.id && !hasRole(by.member, 'steward')) {
    throw new RefusedAct('NOT_YOUR_SUBGRAPH', `The subgraph ${name} is not ${by.member.name}'s.`);
  }
  if (contracts.length === 1) {
    throw new RefusedAct('LAST_SUBGRAPH', `${name} is the only subgraph of the newest release.`);
  }
  return { head, candidate };
}
