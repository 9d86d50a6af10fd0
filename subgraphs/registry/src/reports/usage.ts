import type { UsageBatch, UsageOperation } from '@modellregion/schema/release';
import { RefusedAct } from '../acts/refusals.js';
import type { Registry } from '../acts/registry-context.js';
import { sha256Hex } from '@modellregion/schema/release';
import { inTurn, type Tx } from '../store/database.js';
import { receiveReport } from './receive-report.js';

const DAY_MS = 86_400_000;
/** A gateway that was cut off sends what it kept. */
const OLDEST_DAYS = 7;
/** How far a gateway's clock may be ahead. */
const AHEAD_MS = 300_000;
/** Distinct operations kept; clients that write values into their operations would fill any table. */
const MOST_OPERATIONS = 50_000;
/** Longer than any setting asks back. */
const KEPT_DAYS = 400;

/** What came of a batch. */
export interface UsageReceipt {
  /** False: it was counted before. */
  readonly counted: boolean;
  /** Operations that are not kept, because there are too many different ones already. */
  readonly dropped: number;
}

/**
 * Counts a batch of a gateway, once.
 *
 * @throws RefusedAct
 */
export async function takeUsageReport(registry: Registry, jws: string): Promise<UsageReceipt> {
  const { db, clock, log } = registry;
  const batch = await receiveReport(registry, 'usage', jws);
  const now = clock.now();
  refuseOtherTime(batch, now);
  const forged = batch.operations.find(({ signature, hash }) => sha256Hex(signature) !== hash);
  if (forged !== undefined) {
    throw new RefusedAct('MALFORMED', `The hash ${forged.hash} is not that of the operation it stands with.`);
  }
  const receipt = await inTurn(db, async (tx) => {
    const row = { id: batch.id, gateway: batch.gateway, receivedAt: now };
    const { count } = await tx.usageBatch.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) return { counted: false, dropped: 0 };
    await forgetOld(tx, now);
    const kept = await keepOperations(tx, batch.operations, now);
    await countAll(tx, batch, kept);
    return { counted: true, dropped: batch.operations.length - kept.length };
  });
  if (receipt.dropped > 0) {
    log.warn(
      { gateway: batch.gateway, dropped: receipt.dropped },
      'too many different operations: some are not counted',
    );
  }
  return receipt;
}

function refuseOtherTime({ to }: UsageBatch, now: Date): void {
  const age = now.getTime() - Date.parse(to);
  if (age < -AHEAD_MS) throw new RefusedAct('IN_THE_FUTURE', `The batch ends at ${to}.`);
  if (age > OLDEST_DAYS * DAY_MS) throw new RefusedAct('TOO_OLD', `The batch ended at ${to}.`);
}

async function forgetOld(tx: Tx, now: Date): Promise<void> {
  const batches = new Date(now.getTime() - (OLDEST_DAYS + 1) * DAY_MS);
  await tx.usageBatch.deleteMany({ where: { receivedAt: { lt: batches } } });
  await tx.usageCount.deleteMany({ where: { day: { lt: new Date(now.getTime() - KEPT_DAYS * DAY_MS) } } });
}

/** @returns those of the operations that have their row */
async function keepOperations(
  tx: Tx,
  operations: readonly UsageOperation[],
  now: Date,
): Promise<readonly UsageOperation[]> {
  const hashes = [...new Set(operations.map(({ hash }) => hash))];
  const known = await tx.usageOperation.findMany({ where: { hash: { in: hashes } }, select: { hash: true } });
  const there = new Set(known.map(({ hash }) => hash));
  const room = Math.max(0, MOST_OPERATIONS - (await tx.usageOperation.count()));
  const added = [...new Map(operations.map((it) => [it.hash, it])).values()]
    .filter(({ hash }) => !there.has(hash))
    .slice(0, room);
  await tx.usageOperation.createMany({
    data: added.map(({ hash, name, signature, fields }) => ({
      hash,
      name,
      document: signature,
      fields: [...fields],
      firstSeen: now,
    })),
  });
  for (const { hash } of added) there.add(hash);
  return operations.filter(({ hash }) => there.has(hash));
}

/** One statement for the whole batch; what one client sent twice in it is added up before. */
async function countAll(tx: Tx, { to }: UsageBatch, operations: readonly UsageOperation[]): Promise<void> {
  const sums = new Map<
    string,
    { hash: string; name: string; version: string; count: number; errors: number }
  >();
  for (const { hash, client, count, errors } of operations) {
    const version = client.version ?? '';
    const key = JSON.stringify([hash, client.name, version]);
    const sum = sums.get(key) ?? { hash, name: client.name, version, count: 0, errors: 0 };
    sums.set(key, { ...sum, count: sum.count + count, errors: sum.errors + errors });
  }
  const rows = [...sums.values()];
  const lastSeen = new Date(to);
  await tx.$executeRaw`
    INSERT INTO usage_count AS kept (day, hash, client_name, client_version, count, errors, last_seen)
    SELECT ${lastSeen}::timestamptz::date, hash, name, version, count, errors, ${lastSeen}::timestamptz
      FROM unnest(${rows.map((it) => it.hash)}::text[], ${rows.map((it) => it.name)}::text[],
                  ${rows.map((it) => it.version)}::text[], ${rows.map((it) => BigInt(it.count))}::bigint[],
                  ${rows.map((it) => BigInt(it.errors))}::bigint[])
           AS batch (hash, name, version, count, errors)
     ORDER BY hash, name, version
        ON CONFLICT (day, hash, client_name, client_version) DO UPDATE
       SET count = kept.count + excluded.count, errors = kept.errors + excluded.errors,
           last_seen = greatest(kept.last_seen, excluded.last_seen)`;
}
