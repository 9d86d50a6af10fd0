import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { MigrationFile } from './migration-files.js';

/** What of a row of `_prisma_migrations` decides. */
export interface MigrationRecord {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** Prisma 7's own table, to the letter, so that `prisma migrate deploy` works on the same database. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
)`;

/** The number Prisma locks with, so that its tool and ours never migrate one database at the same time. */
export const MIGRATION_LOCK = 72_707_369;

/** Records that count, oldest first: what was rolled back on purpose does not. None when there is no table. */
export async function readRecords(client: Client): Promise<readonly MigrationRecord[]> {
  const table = await client.query<{ found: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS found`,
  );
  if (table.rows[0]?.found !== true) return [];
  const { rows } = await client.query<MigrationRecord>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

export async function createTable(client: Client): Promise<void> {
  await client.query(CREATE_TABLE);
}

/** Applies one migration and records it, both or neither. */
export async function applyInTransaction(client: Client, file: MigrationFile): Promise<void> {
  await client.query('BEGIN');
  try {
    await applyAndRecord(client, file);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** The same inside a transaction that the caller has begun and ends. */
export async function applyAndRecord(client: Client, file: MigrationFile): Promise<void> {
  // clock_timestamp, not now: inside a transaction now() stands still.
  const started = await client.query<{ at: string }>('SELECT clock_timestamp()::text AS at');
  // Without parameters, so that a file may hold many statements.
  await client.query(file.sql);
  await client.query(
    `INSERT INTO "_prisma_migrations"
       (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count)
     VALUES ($1, $2, clock_timestamp(), $3, NULL, NULL, $4, 1)`,
    [randomUUID(), file.checksum, file.name, started.rows[0]?.at],
  );
}
