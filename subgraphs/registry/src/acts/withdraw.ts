import type { PublicationReport, SubgraphContract } from '@modellregion/schema/checks';
import type { StatementBody } from '@modellregion/schema/release';
import { Change } from '../history/change.js';
import { makeRelease, saveSupergraph, type RegionVariant } from '../releases/make-release.js';
import { contractsOf, headRelease, type ReadRelease } from '../releases/read-release.js';
import { inTurn, type Db, type Tx } from '../store/database.js';
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
 * The steward can force it, for a subgraph that is hostile or abandoned: then the findings stand in the check and the
 * history, grants that were given to it end, and a release is made all the same if the others compose.
 *
 * @throws RefusedAct
 */
export async function withdraw(
  registry: Registry,
  by: Authenticated,
  { force: forced = false, name }: StatementBody<'subgraph.withdraw'>,
): Promise<Outcome> {
  const { db } = registry;
  if (forced) requireForce(by, name);
  return registry.publications.run(async () => {
    const checkedAgainst = await historyHead(db);
    const region = await readRegion(db);
    if (!forced) refuseFrozen(region);
    const { candidate, head } = await released(db, by, name);
    const variants = variantsOf(region);
    const report = await holdAgainstRegion(registry, head, variants, {
      candidate,
      withdraws: true,
      forced,
    });
    return inTurn(db, async (tx) => {
      if ((await historyHead(tx)) !== checkedAgainst) {
        throw new RefusedAct(
          'CHANGED_MEANWHILE',
          `Somebody changed the region while ${name} was being withdrawn.`,
        );
      }
      await consume(tx, by);
      return store(tx, registry, by, { name, candidate, report, head, variants, forced });
    });
  });
}

interface Withdrawal {
  readonly name: string;
  readonly candidate: SubgraphContract;
  readonly report: PublicationReport;
  readonly head: ReadRelease;
  readonly variants: readonly RegionVariant[];
  readonly forced: boolean;
}

async function store(
  tx: Tx,
  registry: Registry,
  by: Authenticated,
  withdrawal: Withdrawal,
): Promise<Outcome> {
  const { candidate, forced, head, name, report, variants } = withdrawal;
  const change = new Change(tx);
  const check = checkRow(by, candidate, report);
  await change.save('publicationCheck', check);
  const made = { ...check, kind: 'WITHDRAW' } as const;
  const { action, reason } = by.statement;
  const act = { memberId: by.member.id, action, subject: name, reason, statement: by.jws, at: by.at };
  const { composed } = report;
  if (composed === null || (report.status === 'refused' && !(forced && areWhole(variants, composed)))) {
    const refused = await change.enter(act, 'refused', { check: check.id });
    return { status: 'check-refused', entry: refused, release: null, check: made };
  }
  const ended = forced ? await endGrantsTo(tx, change, name, by.at) : 0;
  const release = await makeRelease(tx, change, registry, {
    reason,
    restores: null,
    subgraphs: head.manifest.subgraphs.filter((it) => it.name !== name),
    supergraphSha256: await saveSupergraph(tx, change, composed.supergraphSdl),
    variants: await saveVariants(tx, change, variants, composed.variants),
  });
  const facts = {
    check: check.id,
    release: release.sequence,
    releaseHash: release.hash,
    ...(forced ? { forcedAgainst: refusingRules(report), grantsEnded: ended } : {}),
  };
  return { status: 'done', entry: await change.enter(act, 'done', facts), release, check: made };
}

/** @throws RefusedAct NOT_STEWARD */
function requireForce({ member }: Authenticated, name: string): void {
  if (hasRole(member, 'steward')) return;
  throw new RefusedAct(
    'NOT_STEWARD',
    `${member.name} is no steward: nobody else withdraws ${name} against what the checks find.`,
  );
}

/** Whether a release could be made: with every variant. */
function areWhole(
  variants: readonly RegionVariant[],
  composed: NonNullable<PublicationReport['composed']>,
): boolean {
  return variants.every(({ name }) => composed.variants.some((it) => it.name === name));
}

const refusingRules = ({ results }: PublicationReport): string =>
  results.flatMap(({ code, status }) => (status === 'failed' ? [code] : [])).join(' ');

/** Whoever was forced out asks anew for what others let it do. */
async function endGrantsTo(tx: Tx, change: Change, partner: string, at: Date): Promise<number> {
  const given = await tx.grant.findMany({
    where: { partner, revokedAt: null, OR: [{ until: null }, { until: { gt: at } }] },
    orderBy: { id: 'asc' },
  });
  for (const grant of given) await change.save('grant', { ...grant, revokedAt: at });
  return given.length;
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
