import type { SeedContext } from '@modellregion/subgraph-kit';

/** A row by column name. */
export type Row = Readonly<Record<string, string | number | boolean | readonly string[] | Date | null>>;

/** One statement holds at most so many rows, so that its text stays within a few megabytes. */
const ROWS_PER_STATEMENT = 10_000;

/**
 * Writes rows into a table: as JSON that PostgreSQL turns into the table's own types, which is as fast as COPY
 * for these sizes and needs no format of its own.
 *
 * @param rows all with the same columns
 */
export async function insertRows(
  client: SeedContext['client'],
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const part = rows.slice(start, start + ROWS_PER_STATEMENT);
    await client.query(
      `INSERT INTO ${table} (${columns})
       SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
      [JSON.stringify(part)],
    );
  }
}
