import { createHash, type Hash } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { syncFolder } from '../database/atomic-file.js';
import { openForMaintenance } from '../database/maintenance-client.js';
import { MIGRATION_LOCK, readRecords } from '../database/migration-table.js';
import { lockMigrations } from '../database/migrator.js';
import { errorMessage, OperatorError } from '../database/operator-error.js';
import {
  copyIn,
  copyOut,
  countRows,
  END_OF_TABLE,
  FORMAT,
  HEADER,
  MANIFEST,
  SUM,
  type BackupHeader,
  type BackupManifest,
} from './backup-format.js';
import { readSequences, readTables } from './describe-tables.js';

/** Whose backup it is. */
export interface BackupSource {
  readonly subgraph: string;
  readonly version: string;
  readonly url: string;
}

/** What was written. */
export interface BackupReport {
  readonly tables: number;
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
}

/** Values as text that gives the same value back wherever it is read. */
const FORMS =
  "SET client_encoding = 'UTF8'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; " +
  "SET extra_float_digits = 3; SET bytea_output = 'hex'; SET timezone = 'UTC'";

/**
 * Writes all rows of a subgraph's database, as they are at one instant, into one file of mode 0600. Requests and
 * writes go on meanwhile. The file has its name only when it is complete and on disk.
 *
 * @param signal gives up; nothing is left of the file then
 * @throws OperatorError
 */
export async function writeBackup(
  source: BackupSource,
  file: string,
  signal?: AbortSignal,
): Promise<BackupReport> {
  const path = resolve(file);
  if (existsSync(path)) throw new OperatorError(`${file} exists already: choose another name, or remove it.`);
  const client = await openForMaintenance(source.url, `${source.subgraph} backup`, false);
  const draft = `${path}.${String(process.pid)}.tmp`;
  try {
    const header = await beginSnapshot(client, source);
    const report = { tables: header.tables.length, rows: 0 };
    const count = (rows: number): void => {
      report.rows += rows;
    };
    // Opened here and not by the stream, so that it is there to be removed whenever that is given up.
    const output = await open(draft, 'wx', 0o600);
    await pipeline(
      Readable.from(withSum(backupText(client, header, count)), { objectMode: false }),
      createGzip(),
      output.createWriteStream({ flush: true }),
      ...(signal === undefined ? [] : [{ signal }]),
    );
    renameSync(draft, path);
    syncFolder(dirname(path));
    return { ...report, bytes: statSync(path).size };
  } catch (error) {
    rmSync(draft, { force: true });
    if (error instanceof OperatorError) throw error;
    const reason = signal?.aborted === true ? 'it was stopped' : errorMessage(error);
    throw new OperatorError(`The backup was not written (${reason}); nothing is left of ${file}.`);
  } finally {
    await client.end();
  }
}

/**
 * Every table as of one instant. The tables are locked against changes of their form before the instant is
 * chosen, and migrations are kept out until then: TRUNCATE would show through an older snapshot.
 */
async function beginSnapshot(client: Client, source: BackupSource): Promise<BackupHeader> {
  await lockMigrations(client);
  await client.query(FORMS);
  const names = (await readTables(client)).map(({ name }) => client.escapeIdentifier(name));
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  if (names.length > 0) await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS SHARE MODE`);
  const records = await readRecords(client);
  const half = records.find((record) => !record.finished);
  if (records.length === 0 || half !== undefined) {
    throw new OperatorError(
      half === undefined
        ? `The database of ${source.subgraph} has no migrations applied: there is nothing to back up.`
        : `Migration ${half.name} was started on this database and never finished: run "migrate", which says what to do.`,
    );
  }
  const version = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  const header: BackupHeader = {
    format: FORMAT,
    subgraph: source.subgraph,
    version: source.version,
    createdAt: new Date().toISOString(),
    postgres: version.rows[0]?.version ?? '',
    migrations: records
      .map(({ name, checksum }) => ({ name, checksum }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    tables: [...(await readTables(client))],
    sequences: await readSequences(client),
  };
  await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  return header;
}

async function* backupText(
  client: Client,
  header: BackupHeader,
  count: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const manifest: { tables: BackupManifest['tables'] } = { tables: [] };
  yield Buffer.from(`${HEADER}${JSON.stringify(header)}\n`);
  for (const table of header.tables) {
    yield Buffer.from(`${copyIn(table)}\n`);
    const hash = createHash('sha256');
    let rows = 0;
    for await (const chunk of client.query(copyTo(copyOut(table)))) {
      const bytes = chunk as Buffer;
      hash.update(bytes);
      rows += countRows(bytes);
      yield bytes;
    }
    count(rows);
    manifest.tables.push({ name: table.name, rows, sha256: hash.digest('hex') });
    yield Buffer.from(END_OF_TABLE);
  }
  yield Buffer.from(`${MANIFEST}${JSON.stringify(manifest)}\n`);
}

/** Adds the line with the sum over everything before it. */
async function* withSum(text: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const hash: Hash = createHash('sha256');
  for await (const chunk of text) {
    hash.update(chunk);
    yield chunk;
  }
  yield Buffer.from(`${SUM}${hash.digest('hex')}\n`);
}
