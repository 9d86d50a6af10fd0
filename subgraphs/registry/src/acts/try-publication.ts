import type { StatementBody } from '@modellregion/schema/release';
import { headRelease } from '../releases/read-release.js';
import { consume, type Authenticated } from './authenticate.js';
import { checkRow, holdAgainstRegion } from './check.js';
import { keepTried } from './checks-made.js';
import { entryOfMember, refuseShared } from './contract-of-member.js';
import type { Outcome } from './outcome.js';
import { readRegion, variantsOf } from './region.js';
import type { Registry } from './registry-context.js';

/**
 * `subgraph.check`: what the checks would say to a publication, in its turn with those. Nothing changes by it, so the history
 * has no entry of it; what was said last is kept for `subgraph status`. The subgraph is not asked what it serves: it may run nowhere yet.
 *
 * @throws RefusedAct
 */
export async function tryPublication(
  registry: Registry,
  by: Authenticated,
  body: StatementBody<'subgraph.check'>,
): Promise<Outcome> {
  const { db } = registry;
  await entryOfMember(db, by, body);
  await db.$transaction((tx) => consume(tx, by));
  return registry.publications.run(async () => {
    const entry = await entryOfMember(db, by, body);
    const head = await headRelease(db);
    refuseShared(entry, head?.manifest.subgraphs ?? []);
    const candidate = { entry, sdl: body.sdl };
    const variants = variantsOf(await readRegion(db));
    const report = await holdAgainstRegion({ ...registry, askRunning: false }, head, variants, { candidate });
    const status = report.status === 'accepted' ? 'done' : 'check-refused';
    const check = { ...checkRow(by, candidate, report), kind: 'CHECK' } as const;
    await keepTried(db, check);
    return { status, entry: null, release: null, check };
  });
}
