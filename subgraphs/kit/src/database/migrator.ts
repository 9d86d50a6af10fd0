import { fileURLToPath } from 'node:url';
import { DatabaseError, type Client } from 'pg';
import { openForMaintenance } from './maintenance-client.js';
import {
  hasChecksum,
  lineThatEndsTransaction,
  readMigrations,
  type MigrationFile,
} from './migration-files.js';
import {
  applyInTransaction,
  createTable,
  MIGRATION_LOCK,
  readRecords,
  type MigrationRecord,
} from './migration-table.js';
import { errorCode, errorMessage, OperatorError } from './operator-error.js';

/** Why a database was not migrated. */
export type MigrationFault =
  | 'CHECKSUM_DRIFT'
  | 'HALF_APPLIED'
  | 'FILE_MISSING'
  | 'ENDS_TRANSACTION'
  | 'SQL_FAILED'
  | 'LOCKED'
  | 'UNREACHABLE';

/** A database and its migrations do not fit, or a migration failed. The message says which and what to do. */
export class MigrationError extends OperatorError {
  override readonly name = 'MigrationError';
  readonly fault: MigrationFault;
  /** Folder name of the migration concerned, null if none is. */
  readonly migration: string | null;

  constructor(fault: MigrationFault, migration: string | null, message: string) {
    super(message);
    this.fault = fault;
    this.migration = migration;
  }
}

export interface MigrateOptions {
  /** Any PostgreSQL; the role must own its schema. */
  readonly url: string;
  /** `prisma/migrations` of a subgraph. */
  readonly folder: string | URL;
  /** Only says what would be applied. */
  readonly dryRun?: boolean;
  /** Told each migration that is applied. */
  readonly report?: (migration: string) => void;
  /** How long to wait for another migrator, in milliseconds; default 120,000. */
  readonly lockTimeoutMs?: number;
}

/**
 * Brings a database to the newest migration, keeping Prisma's own `_prisma_migrations` table. Of two migrators at
 * once one applies, the other waits and finds nothing to do. Each migration is one transaction with its record.
 *
 * @returns names of the migrations applied now, or with `dryRun` of those that would be, in order
 * @throws MigrationError
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const folder = options.folder instanceof URL ? fileURLToPath(options.folder) : options.folder;
  const files = readMigrations(folder);
  const client = await open(options.url, options.dryRun !== true);
  try {
    await lockMigrations(client, options.lockTimeoutMs);
    const pending = pendingMigrations(files, await readRecords(client), folder);
    const names = pending.map((file) => file.name);
    if (options.dryRun === true || names.length === 0) return names;
    await createTable(client);
    for (const file of pending) {
      await apply(client, file);
      options.report?.(file.name);
    }
    return names;
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

async function open(url: string, makeSchema: boolean): Promise<Client> {
  try {
    return await openForMaintenance(url, 'modellregion migrate', makeSchema);
  } catch (error) {
    throw new MigrationError('UNREACHABLE', null, errorMessage(error));
  }
}

/**
 * Keeps every other migration, backup and restore of this database waiting until the session ends.
 *
 * @param timeoutMs default 120,000
 * @throws MigrationError LOCKED
 */
export async function lockMigrations(client: Client, timeoutMs = 120_000): Promise<void> {
  try {
    await client.query(`SET lock_timeout = ${String(timeoutMs)}`);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('SET lock_timeout = 0');
  } catch (error) {
    if (errorCode(error) !== '55P03') throw error;
    throw new MigrationError(
      'LOCKED',
      null,
      `Another migration has held this database for ${String(timeoutMs / 1000)} s: let it finish, or end its ` +
        'session (pg_stat_activity shows it as "modellregion migrate", "… backup" or "… restore"), then run again.',
    );
  }
}

/**
 * Compares files and records; every fault is found before anything is changed.
 *
 * @throws MigrationError
 */
export function pendingMigrations(
  files: readonly MigrationFile[],
  records: readonly MigrationRecord[],
  folder: string,
): readonly MigrationFile[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const record of records) {
    const file = byName.get(record.name);
    if (!record.finished) throw halfApplied(record.name);
    if (file === undefined) throw fileMissing(record.name, folder);
    if (!hasChecksum(file, record.checksum)) throw drift(file);
  }
  const applied = new Set(records.map((record) => record.name));
  const pending = files.filter((file) => !applied.has(file.name));
  for (const file of pending) {
    const line = lineThatEndsTransaction(file);
    if (line !== null) throw endsTransaction(file, line);
  }
  return pending;
}

async function apply(client: Client, file: MigrationFile): Promise<void> {
  try {
    await applyInTransaction(client, file);
  } catch (error) {
    const line =
      error instanceof DatabaseError && error.position !== undefined
        ? `, line ${String(file.sql.slice(0, Number(error.position)).split('\n').length)}`
        : '';
    throw new MigrationError(
      'SQL_FAILED',
      file.name,
      `Migration ${file.name} failed and was taken back (${file.path}${line}): ${errorMessage(error)}. The ` +
        'database is as before it: mend the file and run again.',
    );
  }
}

function drift(file: MigrationFile): MigrationError {
  return new MigrationError(
    'CHECKSUM_DRIFT',
    file.name,
    `Migration ${file.name} was changed after it was applied to this database (${file.path}): restore the file ` +
      'as it was and put the change into a new migration.',
  );
}

function halfApplied(name: string): MigrationError {
  return new MigrationError(
    'HALF_APPLIED',
    name,
    `Migration ${name} was started on this database and never finished: look what of it is there, undo or ` +
      `complete it by hand, then set rolled_back_at (undone) or finished_at (completed) of its row in ` +
      '_prisma_migrations and run again.',
  );
}

function fileMissing(name: string, folder: string): MigrationError {
  return new MigrationError(
    'FILE_MISSING',
    name,
    `Migration ${name} is applied to this database, but ${folder} has no such migration: this code is older than ` +
      'the database (update it), or the folder was renamed or deleted (restore it).',
  );
}

function endsTransaction(file: MigrationFile, line: number): MigrationError {
  return new MigrationError(
    'ENDS_TRANSACTION',
    file.name,
    `Migration ${file.name} ends its transaction by itself (${file.path}, line ${String(line)}): remove BEGIN and ` +
      'COMMIT, each migration already is one transaction.',
  );
}
