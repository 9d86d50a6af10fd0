import { z } from 'zod';
import type { PublicationCheck } from '../generated/prisma/client.js';
import type { Tx } from '../store/database.js';

/** A check with what it was made for. */
export interface CheckMade extends PublicationCheck {
  readonly kind: 'CHECK' | 'PUBLISH' | 'WITHDRAW';
}

const rulesOfReport = z.object({ results: z.array(z.object({ rule: z.string() })) });

/** A check that stands in the history: of a publication, or of a withdrawal, which has a rule of its own. */
export function checkMade(row: PublicationCheck): CheckMade {
  const { results } = rulesOfReport.parse(JSON.parse(row.report));
  return { ...row, kind: results.some(({ rule }) => rule === 'dependants') ? 'WITHDRAW' : 'PUBLISH' };
}

/** Keeps what the checks said last of a name that is somebody's; of other names there is no end. */
export async function keepTried(tx: Tx, { kind: _, ...row }: CheckMade): Promise<void> {
  if ((await tx.subgraph.count({ where: { name: row.subgraph } })) === 0) return;
  await tx.triedPublication.upsert({ where: { subgraph: row.subgraph }, create: row, update: row });
}

/** The newest check of a subgraph, whatever it was made for. */
export async function lastCheck(tx: Tx, subgraph: string): Promise<CheckMade | null> {
  const [stored, tried] = await Promise.all([
    tx.publicationCheck.findFirst({ where: { subgraph }, orderBy: { at: 'desc' } }),
    tx.triedPublication.findUnique({ where: { subgraph } }),
  ]);
  if (tried !== null && (stored === null || tried.at > stored.at)) return { ...tried, kind: 'CHECK' };
  return stored === null ? null : checkMade(stored);
}
