import type { ImportJob } from '@modellregion/subgraph-kit';

type Client = ImportJob['client'];

/** What a table is to hold of one feed. Its rows are timetable: what is gone from the feed is gone. */
export interface Wanted {
  /** Temporary table that is made of it, with the column `became`: inserted, updated or unchanged. */
  readonly name: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly values: readonly string[];
  /** SELECT of key and values. */
  readonly select: string;
  /** Condition over the table: the rows that this feed owns. */
  readonly mine: string;
}

/** Writes what is new or has changed. */
export async function writeWanted(client: Client, wanted: Wanted): Promise<void> {
  const { name, table, key, values, select } = wanted;
  const of = (alias: string, columns: readonly string[]): string =>
    columns.map((column) => `${alias}.${column}`).join(', ');
  const differs = values.map((it) => `target.${it} IS DISTINCT FROM wanted.${it}`).join(' OR ');
  await client.query(
    `CREATE TEMP TABLE ${name} ON COMMIT DROP AS
     SELECT wanted.*, CASE WHEN target.${key[0] ?? ''} IS NULL THEN 'inserted'
                           WHEN ${differs} THEN 'updated' ELSE 'unchanged' END AS became
       FROM (${select}) AS wanted LEFT JOIN ${table} AS target ON ${sameKey(wanted, 'wanted')}`,
  );
  await client.query(`CREATE INDEX ON ${name} (${key.join(', ')})`);
  await client.query(`ANALYZE ${name}`);
  await client.query(
    `UPDATE ${table} AS target SET ${values.map((it) => `${it} = wanted.${it}`).join(', ')}
       FROM ${name} AS wanted WHERE ${sameKey(wanted, 'wanted')} AND wanted.became = 'updated'`,
  );
  const columns = [...key, ...values];
  await client.query(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${of('wanted', columns)} FROM ${name} AS wanted WHERE wanted.became = 'inserted'`,
  );
}

/** @returns how many rows of the feed are not wanted any more, and were removed */
export async function removeUnwanted(client: Client, wanted: Wanted): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM ${wanted.table} AS target
      WHERE ${wanted.mine} AND NOT EXISTS (SELECT FROM ${wanted.name} AS wanted WHERE ${sameKey(wanted, 'wanted')})`,
  );
  return rowCount ?? 0;
}

function sameKey({ key }: Wanted, alias: string): string {
  return key.map((it) => `target.${it} = ${alias}.${it}`).join(' AND ');
}
