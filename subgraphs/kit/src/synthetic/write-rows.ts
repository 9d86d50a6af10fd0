import type { EventEmitter } from 'node:events';
import type { Client } from 'pg';
import { copyInto, copyLine, type SeedRow } from './copy-rows.js';

/** So many rows are kept at most before they are written: a seed of any size needs the same memory. */
const KEPT_ROWS = 10_000;

/** Event of the connection that rows are written with: how many rows each table has so far. */
export const ROWS_WRITTEN = 'rowsWritten';

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>;

/**
 * Writes rows as they are drawn, several thousand at a time with COPY. After each time the connection emits
 * {@link ROWS_WRITTEN}, which the kit shows as progress.
 *
 * @param tables in the order of their foreign keys; a row comes after the one it refers to, however tables take turns
 * @param rows of one table all with the same columns
 * @returns how many rows each table got
 * @throws RangeError for a row of a table that is not named
 */
export async function writeRows<Table extends string>(
  client: Client,
  tables: readonly Table[],
  rows: Iterable<readonly [table: Table, row: SeedRow]>,
): Promise<Readonly<Record<Table, number>>> {
  const kept = new Map(
    tables.map((table) => [table, { columns: [] as readonly string[], lines: [] as string[] }]),
  );
  const counts = Object.fromEntries(tables.map((table) => [table, 0])) as Record<Table, number>;
  const write = async (): Promise<void> => {
    for (const [table, { columns, lines }] of kept) {
      if (lines.length === 0) continue;
      await copyInto(client, { table, columns, lines });
      counts[table] += lines.length;
      lines.length = 0;
    }
    (client as EventEmitter).emit(ROWS_WRITTEN, { ...counts });
  };
  let waiting = 0;
  for (const [table, row] of rows) {
    const part = kept.get(table);
    if (part === undefined) throw new RangeError(`a row of ${table}, which is none of ${tables.join(', ')}`);
    if (part.columns.length === 0) part.columns = Object.keys(row);
    part.lines.push(copyLine(row, part.columns));
    waiting += 1;
    if (waiting < KEPT_ROWS) continue;
    await write();
    waiting = 0;
  }
  await write();
  return counts;
}
