import { escapeIdentifier, type Client } from 'pg';
import type { StagedTable } from './staged-table.js';

/** The table that records end in. It has `source_id` and `withdrawn_on`. */
export interface MergeTarget {
  readonly table: string;
  /** Natural key. */
  readonly key: readonly string[];
  /** What the file calls the key, where that is something else: findings name it so. */
  readonly keyInFile?: string;
  /** What is kept in step with the file. */
  readonly values: readonly string[];
  /**
   * Ids of record sets whose rows this one may take over, besides synthetic ones: those that only stand in for it, as
   * a list of names stands in for the areas of municipalities.
   */
  readonly takesOver?: readonly string[];
}

export interface MergeContext {
  readonly sourceId: string;
  /** The day of the import, for what is withdrawn. */
  readonly today: string;
}

/** What became of the good records of a staged table. */
export interface MergeCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  /** The same record as another one of the file, or one that another record set holds already. */
  readonly merged: number;
  /** Records of this set that the file does not have any more. */
  readonly withdrawn: number;
}

/**
 * Brings a table into step with the good rows of a staged one, in set-based statements.
 *
 * A record set owns its rows: what another set holds is left as it is and counts as merged, but for synthetic rows and
 * for sets that it may take over. Of rows with one key the first is taken; a later equal one is merged, another one
 * rejected.
 */
export async function mergeStaged(
  client: Client,
  staged: StagedTable,
  target: MergeTarget,
  { sourceId, today }: MergeContext,
): Promise<MergeCounts> {
  const { table, key, values, takesOver = [] } = target;
  const names = (columns: readonly string[], of = ''): string =>
    columns.map((column) => `${of}${escapeIdentifier(column)}`).join(', ');
  const sameKey = sameKeyOf(target);
  const run = async (sql: string, args: readonly unknown[] = []): Promise<number> =>
    (await client.query(sql, [...args])).rowCount ?? 0;

  // Whatever the planner knows of the table, no statement below may compare all rows with all.
  await run(`CREATE INDEX ON ${staged.name} (${names(key)})`);
  const doubles = await mergeDoubles(client, staged, target);
  const foreign = await run(
    `DELETE FROM ${staged.name} AS staged USING ${table} AS target, data_source AS owner
      WHERE staged.ok AND ${sameKey} AND owner.id = target.source_id AND ${HELD_BY_ANOTHER}`,
    [sourceId, takesOver],
  );
  const changed = values.map(
    (it) => `target.${escapeIdentifier(it)} IS DISTINCT FROM staged.${escapeIdentifier(it)}`,
  );
  const updated = await run(
    `UPDATE ${table} AS target
        SET ${[...values.map((it) => `${escapeIdentifier(it)} = staged.${escapeIdentifier(it)}`), 'source_id = $1', 'withdrawn_on = NULL'].join(', ')}
       FROM ${staged.name} AS staged
      WHERE staged.ok AND ${sameKey}
        AND (${[...changed, 'target.source_id <> $1', 'target.withdrawn_on IS NOT NULL', 'staged.touched'].join(' OR ')})`,
    [sourceId],
  );
  const withdrawn = await run(
    `UPDATE ${table} AS target SET withdrawn_on = $2
      WHERE source_id = $1 AND withdrawn_on IS NULL
        AND NOT EXISTS (SELECT FROM ${staged.name} AS staged WHERE ${sameKey})`,
    [sourceId, today],
  );
  // Of a table that was empty when last looked at the planner thinks that reading it once for each row is cheap, but what
  // the statement itself inserts is read with it: the square of the file.
  await run('SET LOCAL enable_nestloop = off');
  const inserted = await run(
    `INSERT INTO ${table} (${names([...key, ...values])}, source_id)
     SELECT ${names([...key, ...values], 'staged.')}, $1 FROM ${staged.name} AS staged
      WHERE staged.ok AND NOT EXISTS (SELECT FROM ${table} AS target WHERE ${sameKey})`,
    [sourceId],
  );
  await run('SET LOCAL enable_nestloop = on');
  const good = await staged.good();
  return { inserted, updated, unchanged: good - inserted - updated, merged: doubles + foreign, withdrawn };
}

/**
 * SQL of whether a row is left to the record set that owns it: over `target`, the `owner` of its row, `$1` the id of the
 * set that is imported, and `$2` those it may take over.
 */
export const HELD_BY_ANOTHER = `(target.source_id <> $1 AND owner.provenance <> 'SYNTHETIC' AND target.source_id <> ALL ($2::text[]))`;

/** SQL of whether `target` and `staged` are the same record. */
export function sameKeyOf({ key }: MergeTarget): string {
  return key.map((it) => `target.${escapeIdentifier(it)} = staged.${escapeIdentifier(it)}`).join(' AND ');
}

/**
 * Rejects rows that have the key of an earlier one and other values, and leaves out those that are equal to it.
 *
 * @returns how many rows were equal to an earlier one
 */
export async function mergeDoubles(
  client: Client,
  staged: StagedTable,
  { key, keyInFile = key.join(', '), values }: Omit<MergeTarget, 'table'>,
): Promise<number> {
  const keys = key.map(escapeIdentifier).join(', ');
  // Mostly there are none, which the index tells in a tenth of the time.
  const some = await client.query(
    `SELECT FROM ${staged.name} WHERE ok GROUP BY ${keys} HAVING count(*) > 1 LIMIT 1`,
  );
  if (some.rowCount === 0) return 0;
  const row = values.length === 0 ? `''` : `ROW(${values.map(escapeIdentifier).join(', ')})::text`;
  const ranked = `
    SELECT ctid, row_number() OVER own AS place, first_value(record) OVER own AS first_record,
           first_value(line) OVER own AS first_line, first_value(${row}) OVER own = ${row} AS equal
      FROM ${staged.name} WHERE ok WINDOW own AS (PARTITION BY ${keys} ORDER BY record)`;
  await client.query(
    `UPDATE ${staged.name} AS staged SET ok = false, fault_column = $1,
            fault_reason = 'the same key as ' || coalesce('line ' || first_line, 'record ' || first_record) || ', with other values'
       FROM (${ranked}) AS ranked WHERE ranked.ctid = staged.ctid AND place > 1 AND NOT equal`,
    [keyInFile],
  );
  const { rowCount } = await client.query(
    `DELETE FROM ${staged.name} AS staged USING (${ranked}) AS ranked
      WHERE ranked.ctid = staged.ctid AND place > 1 AND equal`,
  );
  return rowCount ?? 0;
}
