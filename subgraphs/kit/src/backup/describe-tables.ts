import type { Client } from 'pg';
import type { BackupHeader, BackupTable } from './backup-format.js';

/** Tables that are no data of the subgraph's: which migrations are applied is compared, not copied. */
const NOT_OURS = ['_prisma_migrations'];

/** All tables of the schema but an extension's, with the columns whose values are not generated. */
export async function readTables(client: Client): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<BackupTable>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      GROUP BY c.relname ORDER BY c.relname`,
    [NOT_OURS],
  );
  return rows;
}

/**
 * What each sequence gives next; one that is used up stays at its end. Asked of each sequence itself: the view
 * knows nothing of one that was set and not used since.
 */
export async function readSequences(client: Client): Promise<BackupHeader['sequences']> {
  const { rows: names } = await client.query<{ name: string }>(
    'SELECT sequencename::text AS name FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1',
  );
  const sequences: BackupHeader['sequences'] = [];
  for (const { name } of names) {
    const { rows } = await client.query<{ next: string }>(
      `SELECT (CASE WHEN NOT s.is_called THEN s.last_value
                    WHEN v.increment_by > 0 THEN least(s.last_value::numeric + v.increment_by, v.max_value)
                    ELSE greatest(s.last_value::numeric + v.increment_by, v.min_value) END)::text AS next
         FROM ${client.escapeIdentifier(name)} s, pg_sequences v
        WHERE v.schemaname = current_schema() AND v.sequencename = $1`,
      [name],
    );
    sequences.push({ name, next: rows[0]?.next ?? '1' });
  }
  return sequences;
}

/** A constraint that is taken away while rows are loaded in any order, and made again over all of them at once. */
export interface ForeignKey {
  /** Quoted, ready for SQL. */
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

export async function readForeignKeys(client: Client): Promise<readonly ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint
      WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0
      ORDER BY 1, 2`,
  );
  return rows;
}

/** Tables with triggers of the subgraph's own, quoted: rows that come back must not set them off again. */
export async function readTriggeredTables(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT t.tgrelid::regclass::text AS name
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND c.relnamespace = current_schema()::regnamespace`,
  );
  return rows.map(({ name }) => name);
}

/** Names of tables that hold rows. */
export async function tablesWithRows(
  client: Client,
  tables: readonly BackupTable[],
): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ filled: boolean }>(
      `SELECT EXISTS (SELECT FROM ${client.escapeIdentifier(name)}) AS filled`,
    );
    if (rows[0]?.filled === true) filled.push(name);
  }
  return filled;
}
