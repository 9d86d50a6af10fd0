import type { UsedOperation } from '@modellregion/schema/checks';
import type { Tx } from '../store/database.js';

export type { UsedOperation };

/** The most used come first; what is beyond was sent least. */
const MOST = 5_000;
const DAY_MS = 86_400_000;

/** What clients sent in the last days, each operation of each client once. */
export async function usedOperations(
  tx: Tx,
  days: number,
  now: Date,
  most = MOST,
): Promise<readonly UsedOperation[]> {
  const groups = await tx.usageCount.groupBy({
    by: ['hash', 'clientName', 'clientVersion'],
    where: { day: { gte: new Date(now.getTime() - days * DAY_MS) } },
    _sum: { count: true },
    _max: { lastSeen: true },
    orderBy: { _sum: { count: 'desc' } },
    take: most,
  });
  const operations = await tx.usageOperation.findMany({
    where: { hash: { in: [...new Set(groups.map(({ hash }) => hash))] } },
  });
  const byHash = new Map(operations.map((it) => [it.hash, it]));
  return groups.flatMap(({ hash, clientName, clientVersion, _sum, _max }) => {
    const operation = byHash.get(hash);
    if (operation === undefined) return [];
    return {
      document: operation.document,
      hash,
      name: operation.name,
      client: { name: clientName, version: clientVersion === '' ? null : clientVersion },
      count: Number(_sum.count ?? 0),
      lastSeen: (_max.lastSeen ?? now).toISOString(),
    };
  });
}
