import { buildSchema, parse, validate } from 'graphql';
import type { StatementBody } from '@modellregion/schema/release';
import { Change } from '../history/change.js';
import { makeRelease, saveSupergraph } from '../releases/make-release.js';
import { contractsOf, headRelease } from '../releases/read-release.js';
import { usedOperations, type UsedOperation } from '../reports/used-operations.js';
import { inTurn } from '../store/database.js';
import { consume, hasRole, type Authenticated } from './authenticate.js';
import type { Outcome } from './outcome.js';
import { historyHead, saveVariants } from './publish.js';
import { RefusedAct } from './refusals.js';
import { readRegion, refuseFrozen, variantsOf } from './region.js';
import type { Registry } from './registry-context.js';

/**
 * `subgraph.withdraw`: a release without the subgraph, if the others compose without it and no client asks for what
 * would be gone. Its name and versions stay its operator's.
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
    const head = await headRelease(db);
    const gone = head?.manifest.subgraphs.find((it) => it.name === name);
    if (head === null || gone === undefined) {
      throw new RefusedAct('UNKNOWN_SUBGRAPH', `The newest release has no subgraph ${name}.`);
    }
    const holder = await db.subgraph.findUnique({ where: { name } });
    if (holder?.memberId !== by.member.id && !hasRole(by.member, 'steward')) {
      throw new RefusedAct('NOT_YOUR_SUBGRAPH', `The subgraph ${name} is not ${by.member.name}'s.`);
    }
    const subgraphs = head.manifest.subgraphs.filter((it) => it !== gone);
    const variants = variantsOf(region);
    const composed = await composeWithout(registry, name, await contractsOf(db, subgraphs), variants);
    return inTurn(db, async (tx) => {
      if ((await historyHead(tx)) !== checkedAgainst) {
        throw new RefusedAct(
          'CHANGED_MEANWHILE',
          `Somebody changed the region while ${name} was being withdrawn.`,
        );
      }
      await consume(tx, by);
      const change = new Change(tx);
      const release = await makeRelease(tx, change, registry, {
        reason: by.statement.reason,
        restores: null,
        subgraphs,
        supergraphSha256: await saveSupergraph(tx, change, composed.supergraphSdl),
        variants: await saveVariants(tx, change, variants, composed.variants),
      });
      const { action, reason } = by.statement;
      const act = { memberId: by.member.id, action, subject: name, reason, statement: by.jws, at: by.at };
      const facts = { release: release.sequence, releaseHash: release.hash };
      return { status: 'done', entry: await change.enter(act, 'done', facts), release, check: null };
    });
  });
}

async function composeWithout(
  { check, db, clock, usageDays, profile }: Registry,
  name: string,
  before: Awaited<ReturnType<typeof contractsOf>>,
  variants: ReturnType<typeof variantsOf>,
) {
  const candidate = before.at(-1);
  if (candidate === undefined) {
    throw new RefusedAct('LAST_SUBGRAPH', `${name} is the only subgraph of the newest release.`);
  }
  // The composition of those that stay; what the checks say of them was said when they were published.
  const { composed } = await check({
    before,
    candidate,
    grants: [],
    usage: null,
    portalQueries: [],
    variants,
    profile,
  });
  if (composed === null) {
    throw new RefusedAct('WITHDRAWAL_BREAKS', `The other subgraphs do not compose without ${name}.`);
  }
  const used = brokenOperations(composed.apiSdl, await usedOperations(db, usageDays, clock.now()));
  const [first] = used;
  if (first !== undefined) {
    throw new RefusedAct(
      'WITHDRAWAL_BREAKS',
      `${String(used.length)} operations of the last ${String(usageDays)} days would fail, the most frequent: ` +
        `${first.name ?? first.hash.slice(0, 12)} of ${first.client.name}, ${String(first.count)} times.`,
    );
  }
  return composed;
}

/** The operations that were good before and would not be any more. */
function brokenOperations(apiSdl: string, operations: readonly UsedOperation[]): readonly UsedOperation[] {
  const schema = buildSchema(apiSdl, { assumeValidSDL: true });
  return operations.filter(
    ({ document }) => validate(schema, parse(document), undefined, { maxErrors: 1 }).length > 0,
  );
}
