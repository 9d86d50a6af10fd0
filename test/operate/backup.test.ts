import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { businesses } from '@modellregion/businesses';
import { energy } from '@modellregion/energy';
import { mobility } from '@modellregion/mobility';
import { residents } from '@modellregion/residents';
import { migrateSubgraph, restoreBackup, writeBackup, type Subgraph } from '@modellregion/subgraph-kit';
import type { Client } from 'pg';
import { startDatabase, type TestDatabase } from '../support/database.js';

const folder = mkdtempSync(join(tmpdir(), 'modellregion-backup-'));
const file = (name: string): string => join(folder, name);
let people: TestDatabase;
let transport: TestDatabase;
let trade: TestDatabase;
let power: TestDatabase;

beforeAll(async () => {
  [people, transport, trade, power] = await Promise.all([
    startDatabase(residents),
    startDatabase(mobility),
    startDatabase(businesses),
    startDatabase(energy),
  ]);
});
afterAll(async () => {
  await Promise.all([people, transport, trade, power].map((database) => database.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const source = ({ name, version }: Pick<Subgraph, 'name' | 'version'>, { url }: TestDatabase) => ({
  subgraph: name,
  version,
  url,
});
const target = ({ name, folder: own }: Pick<Subgraph, 'name' | 'folder'>, { url }: TestDatabase) => ({
  subgraph: name,
  url,
  migrations: new URL('prisma/migrations', own),
  replace: false,
});

/** Every table with the number of its rows and a sum over all their columns, generated ones too, in order. */
async function contents(client: Client): Promise<Record<string, string>> {
  const tables = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`);
    const hash = createHash('sha256');
    for (const { row } of rows) hash.update(`${row}\n`);
    found[name] = `${String(rows.length)} rows, ${hash.digest('hex').slice(0, 16)}`;
  }
  const sequences = await client.query<{ name: string }>('SELECT sequencename AS name FROM pg_sequences');
  for (const { name } of sequences.rows) {
    const { rows } = await client.query<{ next: string }>(
      `SELECT (last_value + is_called::int)::text AS next FROM "${name}"`,
    );
    found[name] = `next is ${rows[0]?.next ?? ''}`;
  }
  return found;
}

/** What holds rows together, which a restore takes away for a moment. */
async function constraints(client: Client): Promise<unknown> {
  const { rows } = await client.query(
    `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  );
  return rows;
}

/** An empty database, as a new host has it. */
async function empty({ client }: TestDatabase): Promise<void> {
  await client.query('DROP OWNED BY CURRENT_USER; CREATE SCHEMA IF NOT EXISTS public');
}

describe.each([
  ['residents', residents, () => people],
  ['mobility', mobility, () => transport],
  ['businesses', businesses, () => trade],
  ['energy', energy, () => power],
] as const)('%s: what was backed up comes back', (name, subgraph, database) => {
  test('into an empty database: every table, every row, every constraint, every sequence', async () => {
    const { client } = database();
    const before = await contents(client);
    const rules = await constraints(client);
    const path = file(`${name}.gz`);

    const written = await writeBackup(source(subgraph, database()), path);
    expect(written.rows).toBeGreaterThan(300);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    await empty(database());
    const restored = await restoreBackup(target(subgraph, database()), path);

    expect(restored).toEqual({ tables: written.tables, rows: written.rows, migrated: [] });
    expect(await contents(client)).toEqual(before);
    expect(await constraints(client)).toEqual(rules);
    expect(await migrateSubgraph(subgraph as Subgraph, database().url, true)).toEqual([]);
  });
});

describe('a database that is not empty', () => {
  test('is refused, and replaced with --yes', async () => {
    const path = file('replace.gz');
    const before = await contents(people.client);
    await writeBackup(source(residents, people), path);
    await people.client.query(
      'DELETE FROM appointment; UPDATE resident SET family_name = upper(family_name)',
    );
    const changed = await contents(people.client);

    await expect(restoreBackup(target(residents, people), path)).rejects.toThrow(
      /^The database is not empty \(_modellregion_seed, .*run it again with --yes/,
    );
    expect(await contents(people.client)).toEqual(changed);
    await restoreBackup({ ...target(residents, people), replace: true }, path);
    expect(await contents(people.client)).toEqual(before);
  });
});

describe('a restore that cannot be', () => {
  const backup = file('good.gz');
  const replacing = () => ({ ...target(residents, people), replace: true });
  let before: unknown;
  beforeAll(async () => {
    await writeBackup(source(residents, people), backup);
    before = await contents(people.client);
  });
  /** A backup with its text changed and packed again. */
  const altered = (change: (text: string) => string): string => {
    const path = file('altered.gz');
    writeFileSync(path, gzipSync(change(gunzipSync(readFileSync(backup)).toString('utf8'))));
    return path;
  };
  const cut = (): string => {
    const path = file('cut.gz');
    writeFileSync(path, readFileSync(backup));
    truncateSync(path, statSync(backup).size - 100);
    return path;
  };

  test.each([
    ['a value was changed', () => altered((text) => text.replace('Paderborn', 'Padorborn')), 'checksum'],
    ['a row is missing', () => altered((text) => text.replace(/(FROM stdin;\n)[^\n]+\n/, '$1')), 'checksum'],
    ['the end is missing', cut, 'is damaged or no backup'],
    ['it is no gzip', () => fileURLToPath(import.meta.url), 'is damaged or no backup'],
    ['it is no backup', () => altered(() => 'hello\n'), 'does not say "-- modellregion-backup"'],
    ['it is not there', () => file('none.gz'), 'does not exist'],
  ])('because %s changes nothing', async (_why, path, sentence) => {
    await expect(restoreBackup(replacing(), path())).rejects.toThrow(sentence);
    expect(await contents(people.client)).toEqual(before);
  });

  test('because it is another town’s', async () => {
    await expect(restoreBackup({ ...target(mobility, transport), replace: true }, backup)).rejects.toThrow(
      `${backup} is a backup of residents, not of mobility. Nothing was changed.`,
    );
  });

  test('because a newer release wrote it', async () => {
    const none = join(folder, 'no-migrations');
    await expect(restoreBackup({ ...replacing(), migrations: none }, backup)).rejects.toThrow(
      /with the migration \d+_init, which this release does not have/,
    );
  });

  test('because it is interrupted in the middle: the database is as before', async () => {
    const stop = new AbortController();
    const running = restoreBackup({ ...replacing(), signal: stop.signal }, backup);
    // In the middle: the rows are gone and being loaded, which a second connection sees as a lock.
    for (;;) {
      const { rows } = await people.client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted`,
      );
      if ((rows[0]?.n ?? 0) > 5) break;
    }
    stop.abort();
    await expect(running).rejects.toThrow('Nothing was restored (it was stopped)');
    expect(await contents(people.client)).toEqual(before);
  });
});

describe('a backup of an older release', () => {
  const older = join(folder, 'older');
  const younger = join(folder, 'younger');
  const backup = file('older.gz');
  const later = '29990101000000_later';
  const notFitting = () => ({ ...target(mobility, transport), migrations: younger, replace: true });

  beforeAll(async () => {
    cpSync(new URL('prisma/migrations', mobility.folder), older, { recursive: true });
    cpSync(older, younger, { recursive: true });
    mkdirSync(join(younger, later));
    writeFileSync(
      join(younger, later, 'migration.sql'),
      "ALTER TABLE stop ADD COLUMN note text DEFAULT 'new';",
    );
    await writeBackup(source(mobility, transport), backup);
  });

  test('into an empty database: brought to its level, filled, then migrated forward', async () => {
    const { rows: before } = await transport.client.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM stop',
    );
    await empty(transport);
    const { migrated } = await restoreBackup({ ...notFitting(), replace: false }, backup);
    expect(migrated).toEqual([later]);
    const { rows } = await transport.client.query(`SELECT count(*)::int AS n FROM stop WHERE note = 'new'`);
    expect(rows).toEqual(before);
  });

  test('into a database that is further: refused', async () => {
    await expect(restoreBackup(notFitting(), backup)).rejects.toThrow(
      `${backup} does not fit the database, which has ${later} beyond it: restore it into an empty database`,
    );
    await empty(transport);
    await restoreBackup({ ...target(mobility, transport), replace: false }, backup);
  });
});

interface Manifest {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

describe('a backup', () => {
  test('is one instant: what is written meanwhile is in it wholly or not at all', async () => {
    const path = file('instant.gz');
    const { client } = transport;
    // First and last table of the file, and one row in each by every transaction.
    await client.query('CREATE TABLE "0 first" (n int); CREATE TABLE "~ last" (n int)');
    const backup = { running: true };
    const writing = writeBackup(source(mobility, transport), path).finally(() => (backup.running = false));
    let pairs = 0;
    for (; backup.running; pairs += 1) {
      await client.query('BEGIN; INSERT INTO "0 first" VALUES (1); INSERT INTO "~ last" VALUES (1); COMMIT');
    }
    await writing;
    const text = gunzipSync(readFileSync(path)).toString('utf8');
    await client.query('DROP TABLE "0 first", "~ last"');
    const manifest = JSON.parse(/^-- manifest (.*)$/m.exec(text)?.[1] ?? '') as Manifest;
    const rows = Object.fromEntries(manifest.tables.map((table) => [table.name, table.rows]));
    expect(rows['0 first']).toBe(rows['~ last']);
    expect(rows['0 first']).toBeLessThan(pairs);
  });

  test('that is stopped leaves no file, and one that is there is never overwritten', async () => {
    const path = file('stopped.gz');
    await expect(writeBackup(source(mobility, transport), path, AbortSignal.abort())).rejects.toThrow(
      `The backup was not written (it was stopped); nothing is left of ${path}.`,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
    writeFileSync(path, 'mine');
    await expect(writeBackup(source(mobility, transport), path)).rejects.toThrow('exists already');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(existsSync(`${path}.${String(process.pid)}.tmp`)).toBe(false);
  });
});
