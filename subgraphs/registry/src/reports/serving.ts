import { RefusedAct } from '../acts/refusals.js';
import type { Registry } from '../acts/registry-context.js';
import { headRelease } from '../releases/read-release.js';
import { receiveReport } from './receive-report.js';

/** The next release gets a number above all that are reported; a report must not be able to use numbers up. */
const MOST_AHEAD = 1_000;

/**
 * Takes what a gateway says it serves. A release that this registry does not know is one that was lost with what came
 * after the backup it was restored from.
 *
 * @throws RefusedAct
 */
export async function takeServingReport(registry: Registry, jws: string): Promise<void> {
  const { db, clock, log } = registry;
  const { gateway, release: releaseHash, sequence, since } = await receiveReport(registry, 'serving', jws);
  const head = (await headRelease(db))?.row.sequence ?? 0;
  if (sequence > head + MOST_AHEAD) {
    throw new RefusedAct(
      'SEQUENCE_IMPLAUSIBLE',
      `Release ${String(sequence)} is reported, and the newest here is ${String(head)}.`,
    );
  }
  const before = await db.gatewayServing.findUnique({ where: { gateway } });
  const served = new Date(since);
  // One that was sent again says what is no longer so.
  if (before !== null && before.since > served) return;
  const known = await db.release.count({ where: { sequence, hash: releaseHash } });
  if (known === 0 && before?.releaseHash !== releaseHash) {
    log.warn(
      { gateway, sequence },
      'a gateway serves a release that is not known here: was this registry restored from an older backup?',
    );
  }
  const row = { gateway, releaseHash, sequence, since: served, seenAt: clock.now() };
  await db.gatewayServing.upsert({ where: { gateway }, create: row, update: row });
}
