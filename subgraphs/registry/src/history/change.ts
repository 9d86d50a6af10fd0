import { z } from 'zod';
import type { HistoryEntry } from '../generated/prisma/client.js';
import { canonicalHash, canonicalJson } from '../store/canonical.js';
import type { Tx } from '../store/database.js';
import { TABLES, type RowOf, type TableName } from '../store/tables.js';
import { entryHash, GENESIS } from './chain.js';

/** Who did what and why. */
export interface Act {
  readonly memberId: string;
  readonly action: string;
  /** What it was done to: a member, a subgraph, a release. */
  readonly subject: string;
  readonly reason: string;
  /** As signed; null for what is done at the registry's own machine. */
  readonly statement: string | null;
  readonly at: Date;
}

/** What an entry says of its effect. */
export const effectSchema = z.object({
  rows: z.array(z.object({ table: z.string(), key: z.string(), sha256: z.string() })),
  /** For people: the release that came of it, the version, the grant. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** The writes of one act; its entry of the history holds the hash of every row. */
export class Change {
  readonly #tx: Tx;
  readonly #rows: { table: string; key: string; sha256: string }[] = [];

  /** @param tx of `inTurn`: nobody else may add to the history meanwhile */
  constructor(tx: Tx) {
    this.#tx = tx;
  }

  async save<Name extends TableName>(table: Name, row: RowOf<Name>): Promise<void> {
    await TABLES[table].save(this.#tx, row);
    this.#rows.push({ table, key: TABLES[table].keyOf(row), sha256: canonicalHash(row) });
  }

  /** Writes the entry; after this nothing more belongs to the act. */
  async enter(
    act: Act,
    outcome: 'done' | 'refused',
    facts: Readonly<Record<string, string | number>> = {},
  ): Promise<HistoryEntry> {
    const head = await this.#tx.historyEntry.findFirst({ orderBy: { sequence: 'desc' } });
    const entry = {
      ...act,
      sequence: (head?.sequence ?? 0) + 1,
      previousHash: head?.hash ?? GENESIS,
      outcome,
      effect: canonicalJson({ rows: this.#rows, facts }),
    };
    return this.#tx.historyEntry.create({ data: { ...entry, hash: entryHash(entry) } });
  }
}
