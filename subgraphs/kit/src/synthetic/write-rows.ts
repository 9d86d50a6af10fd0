import type { Client } from 'pg';
import { insertRows } from '../database/insert-rows.js';

/** A row by column name. */
export type SeedRow = Readonly<Record<string, string | number | boolean | readonly string[] | Date | null>>;

/** So many rows are kept at most before they are written: a seed of any size needs the same memory. */
const KEPT_ROWS = 10_000;

/**
 * Writes rows as they are drawn, several thousand with one statement: as JSON that PostgreSQL turns into the types
 * of the table.
 *
 * @param tables in the order of their foreign keys: whatever order the rows come in, theirs is kept
 * @param rows of one table all with the same columns
 * @returns how many rows each table got
 * @throws RangeError for a row of a table that is not named
 */
export async function writeRows<Table extends string>(
  client: Client,
  tables: readonly Table[],
  rows: Iterable<readonly [table: Table, row: SeedRow]>,
): Promise<Readonly<Record<Table, number>>> {
  const kept = new Map<Table, SeedRow[]>(tables.map((table) => [table, []]));
  const counts = Object.fromEntries(tables.map((table) => [table, 0])) as Record<Table, number>;
  const write = async (): Promise<void> => {
    for (const [table, part] of kept) {
      await insertRows(client, table, part);
      counts[table] += part.length;
      part.length = 0;
    }
  };
  let waiting = 0;
  for (const [table, row] of rows) {
    const part = kept.get(table);
    if (part === undefined) throw new RangeError(`a row of ${table}, which is none of ${tables.join(', ')}`);
    part.push(row);
    waiting += 1;
    if (waiting < KEPT_ROWS) continue;
    await write();
    waiting = 0;
  }
  await write();
  return counts;
}
