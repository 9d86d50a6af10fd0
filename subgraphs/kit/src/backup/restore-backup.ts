import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openForMaintenance } from '../database/maintenance-client.js';
import { hasChecksum, readMigrations, type MigrationFile } from '../database/migration-files.js';
import { applyAndRecord, createTable, readRecords } from '../database/migration-table.js';
import { lockMigrations, pendingMigrations } from '../database/migrator.js';
import { errorMessage, OperatorError } from '../database/operator-error.js';
import { CREATE_SEED_TABLE, SEED_TABLE } from '../seed-table.js';
import { copyIn, type BackupHeader } from './backup-format.js';
import {
  readForeignKeys,
  readTables,
  readTriggeredTables,
  tablesWithRows,
  type ForeignKey,
} from './describe-tables.js';
import { BackupReader, verifyBackup } from './read-backup.js';

/** Where a backup goes. */
export interface RestoreTarget {
  readonly subgraph: string;
  readonly url: string;
  /** `prisma/migrations` of the subgraph. */
  readonly migrations: string | URL;
  /** Rows that are there are replaced; false refuses when there are any. */
  readonly replace: boolean;
  readonly signal?: AbortSignal;
}

/** What was done. */
export interface RestoreReport {
  readonly tables: number;
  readonly rows: number;
  /** Migrations that are younger than the backup and were applied after its rows. */
  readonly migrated: readonly string[];
}

/** How long to wait for requests that still read; then the restore gives up, and nothing has changed. */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Puts the rows of a backup into a database, all or nothing: one transaction from the first change to the last.
 * The file is read to its end and found whole before that. A database without migrations is first brought to the
 * backup's level; a younger release migrates what it restored forward.
 *
 * @throws OperatorError that says why not; the database is as before then
 */
export async function restoreBackup(target: RestoreTarget, file: string): Promise<RestoreReport> {
  const folder = target.migrations instanceof URL ? fileURLToPath(target.migrations) : target.migrations;
  const files = readMigrations(folder);
  const { header, manifest } = await verifyBackup(file, (found) => {
    refuseOther(file, found, target.subgraph);
    refuseUnknownMigrations(file, found, files);
  });
  const client = await openForMaintenance(target.url, `${target.subgraph} restore`, true);
  let done = false;
  try {
    await lockMigrations(client, LOCK_TIMEOUT_MS);
    await client.query(`SET lock_timeout = ${String(LOCK_TIMEOUT_MS)}`);
    await client.query('BEGIN');
    await reachLevel(client, file, header, files, folder);
    await prepareTables(client, file, header, target.replace);
    await load(client, file, header, target.signal);
    const migrated = await migrateForward(client, files, folder);
    await client.query('COMMIT');
    done = true;
    // Fresh statistics: until autovacuum comes by, the planner would not choose the indexes.
    await client.query('ANALYZE');
    return {
      tables: manifest.tables.length,
      rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
      migrated,
    };
  } catch (error) {
    if (error instanceof OperatorError || done) throw error;
    const reason = target.signal?.aborted === true ? 'it was stopped' : errorMessage(error);
    throw new OperatorError(`Nothing was restored (${reason}): the database is as it was before.`);
  } finally {
    // Without COMMIT the end of the connection takes everything back, also in the middle of a COPY.
    await client.end();
  }
}

function refuseOther(file: string, header: BackupHeader, subgraph: string): void {
  if (header.subgraph === subgraph) return;
  throw new OperatorError(
    `${file} is a backup of ${header.subgraph}, not of ${subgraph}. Nothing was changed.`,
  );
}

/** A release restores what it or an older one wrote. */
function refuseUnknownMigrations(file: string, header: BackupHeader, files: readonly MigrationFile[]): void {
  const known = new Map(files.map((it) => [it.name, it]));
  for (const { name, checksum } of header.migrations) {
    const own = known.get(name);
    if (own !== undefined && hasChecksum(own, checksum)) continue;
    throw new OperatorError(
      own === undefined
        ? `${file} was written by ${header.subgraph} ${header.version} with the migration ${name}, which this ` +
            'release does not have: restore it with that release or a newer one. Nothing was changed.'
        : `The migration ${name} is not the one that ${file} was written with: restore the file of the migration ` +
            'as it was. Nothing was changed.',
    );
  }
}

/** Brings an empty database to the backup's level, or sees that this one has it. */
async function reachLevel(
  client: Client,
  file: string,
  header: BackupHeader,
  files: readonly MigrationFile[],
  folder: string,
): Promise<void> {
  const records = await readRecords(client);
  pendingMigrations(files, records, folder);
  const wanted = header.migrations.map(({ name }) => name);
  if (records.length === 0) {
    await createTable(client);
    for (const it of files.filter(({ name }) => wanted.includes(name))) await applyAndRecord(client, it);
    return;
  }
  const there = records.map(({ name }) => name);
  const more = there.filter((name) => !wanted.includes(name));
  const less = wanted.filter((name) => !there.includes(name));
  if (more.length + less.length === 0) return;
  throw new OperatorError(
    `${file} does not fit the database, which ${more.length > 0 ? `has ${more.join(', ')} beyond it` : `lacks ${less.join(', ')}`}: ` +
      'restore it into an empty database, which is brought to the level of the backup and then forward. Nothing was changed.',
  );
}

async function prepareTables(
  client: Client,
  file: string,
  header: BackupHeader,
  replace: boolean,
): Promise<void> {
  // Made by the first seed, not by a migration.
  if (header.tables.some(({ name }) => name === SEED_TABLE)) await client.query(CREATE_SEED_TABLE);
  const tables = await readTables(client);
  for (const wanted of header.tables) {
    const found = tables.find(({ name }) => name === wanted.name);
    const missing = wanted.columns.filter((column) => found?.columns.includes(column) !== true);
    if (missing.length === 0) continue;
    const what = found === undefined ? 'table' : `column ${missing.join(', ')} of the table`;
    throw new OperatorError(
      `${file} does not fit the database, which has no ${what} ${wanted.name}. Nothing was changed.`,
    );
  }
  const filled = await tablesWithRows(client, tables);
  if (filled.length > 0 && !replace) {
    throw new OperatorError(
      `The database is not empty (${listed(filled)} hold rows): run it again with --yes to replace everything ` +
        'by the backup. Nothing was changed.',
    );
  }
}

/** A few names stand for all. */
function listed(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, 3).join(', '), names.length - 3];
  return more > 0 ? `${shown} and ${String(more)} more` : shown;
}

async function load(
  client: Client,
  file: string,
  header: BackupHeader,
  signal: AbortSignal | undefined,
): Promise<void> {
  const keys = await readForeignKeys(client);
  const triggered = await readTriggeredTables(client);
  await dropForeignKeys(client, keys);
  for (const table of triggered) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const all = (await readTables(client)).map(({ name }) => client.escapeIdentifier(name));
  if (all.length > 0) await client.query(`TRUNCATE ${all.join(', ')}`);

  const reader = new BackupReader(file);
  try {
    await reader.header();
    for (const table of header.tables) {
      const rows = Readable.from(reader.rows(table), { objectMode: false });
      await pipeline(
        rows,
        client.query(copyFrom(copyIn(table))),
        ...(signal === undefined ? [] : [{ signal }]),
      );
    }
    // The file was whole a moment ago; that it still is makes the rows in between the right ones.
    await reader.end();
  } finally {
    reader.close();
  }

  for (const { name, next } of header.sequences) {
    // Unlike setval this is taken back with the transaction. The shape of `next` is digits.
    await client.query(`ALTER SEQUENCE IF EXISTS ${client.escapeIdentifier(name)} RESTART WITH ${next}`);
  }
  for (const table of triggered) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  for (const { table, name, definition } of keys) {
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  }
}

async function dropForeignKeys(client: Client, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
}

async function migrateForward(
  client: Client,
  files: readonly MigrationFile[],
  folder: string,
): Promise<readonly string[]> {
  const pending = pendingMigrations(files, await readRecords(client), folder);
  for (const file of pending) await applyAndRecord(client, file);
  return pending.map(({ name }) => name);
}
