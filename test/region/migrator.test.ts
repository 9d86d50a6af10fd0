import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { Client } from 'pg';
import {
  ensureDatabases,
  migrate,
  startCluster,
  type Cluster,
} from '../../subgraphs/kit/src/database/index.js';
import { createStateFolder } from '../../subgraphs/kit/src/region/state-folder.js';
import { newState, removeStates } from './support/state.js';

let cluster: Cluster;
let client: Client;
let url: string;
const state = newState();
const folder = `${state}-migrations`;

beforeAll(async () => {
  createStateFolder(state);
  cluster = await startCluster({ state, durable: false });
  url = (await ensureDatabases(cluster, state, ['residents'])).get('residents') ?? '';
  client = new Client(url);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await cluster.stop();
  removeStates();
});

beforeEach(async () => {
  await client.query('DROP OWNED BY CURRENT_USER; CREATE SCHEMA IF NOT EXISTS public');
  rmSync(folder, { recursive: true, force: true });
  write('20260101000000_towns', 'CREATE TABLE town (ags text PRIMARY KEY);\nCREATE INDEX ON town (ags);\n');
  write('20260102000000_names', 'ALTER TABLE town ADD COLUMN name text;\n');
});

function write(name: string, sql: string): void {
  mkdirSync(`${folder}/${name}`, { recursive: true });
  writeFileSync(`${folder}/${name}/migration.sql`, sql);
}

describe('the migrator', () => {
  test('lists, applies, and records as Prisma does', async () => {
    const both = ['20260101000000_towns', '20260102000000_names'];
    expect(await migrate({ url, folder, dryRun: true })).toEqual(both);
    expect(await migrate({ url, folder })).toEqual(both);
    expect(await migrate({ url, folder })).toEqual([]);

    const { rows } = await client.query('SELECT * FROM _prisma_migrations ORDER BY migration_name');
    expect(rows[1]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash('sha256').update('ALTER TABLE town ADD COLUMN name text;\n').digest('hex'),
      finished_at: expect.any(Date),
      migration_name: '20260102000000_names',
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    });
  });

  test('two at once: one applies, the other waits and finds nothing to do', async () => {
    write('20260103000000_slow', 'SELECT pg_sleep(0.3);');
    const results = await Promise.all([migrate({ url, folder }), migrate({ url, folder })]);
    expect(results.map((applied) => applied.length).sort()).toEqual([0, 3]);
  });

  test('is not bound by the role’s statement timeout', async () => {
    await client.query(`ALTER ROLE CURRENT_USER SET statement_timeout = '100ms'`);
    write('20260103000000_slow', 'SELECT pg_sleep(0.3);');
    expect(await migrate({ url, folder })).toHaveLength(3);
    await client.query(`ALTER ROLE CURRENT_USER SET statement_timeout = '2500ms'`);
  });

  test('names a file that was changed after it was applied; line ends of another system do not count', async () => {
    await migrate({ url, folder });
    write('20260102000000_names', 'ALTER TABLE town ADD COLUMN name text;\r\n');
    expect(await migrate({ url, folder })).toEqual([]);
    write('20260102000000_names', 'ALTER TABLE town ADD COLUMN title text;\n');
    await expect(migrate({ url, folder })).rejects.toMatchObject({
      fault: 'CHECKSUM_DRIFT',
      message:
        'Migration 20260102000000_names was changed after it was applied to this database ' +
        `(${folder}/20260102000000_names/migration.sql): restore the file as it was and put the change into a new migration.`,
    });
  });

  test('names a migration that was started and never finished', async () => {
    await migrate({ url, folder });
    await client.query(
      `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%_names'`,
    );
    await expect(migrate({ url, folder })).rejects.toMatchObject({
      fault: 'HALF_APPLIED',
      migration: '20260102000000_names',
    });
    await client.query(
      `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name LIKE '%_names'`,
    );
    await client.query('ALTER TABLE town DROP COLUMN name');
    expect(await migrate({ url, folder })).toEqual(['20260102000000_names']);
  });

  test('names an applied migration whose file is missing', async () => {
    await migrate({ url, folder });
    rmSync(`${folder}/20260101000000_towns`, { recursive: true });
    await expect(migrate({ url, folder })).rejects.toMatchObject({
      fault: 'FILE_MISSING',
      migration: '20260101000000_towns',
    });
  });

  test('takes a migration that fails back, and keeps those before it', async () => {
    write('20260103000000_broken', 'CREATE TABLE half (a int);\nALTER TABLE nowhere ADD COLUMN b int;\n');
    await expect(migrate({ url, folder })).rejects.toMatchObject({
      fault: 'SQL_FAILED',
      message: expect.stringContaining('relation "nowhere" does not exist'),
    });
    const { rows } = await client.query(
      `SELECT to_regclass('half') AS half, to_regclass('town')::text AS town`,
    );
    expect(rows[0]).toEqual({ half: null, town: 'town' });
    expect(await migrate({ url, folder, dryRun: true })).toEqual(['20260103000000_broken']);
  });

  test('refuses a migration that ends its transaction itself', async () => {
    write('20260103000000_commits', 'CREATE TABLE a (a int);\nCOMMIT;\n');
    await expect(migrate({ url, folder })).rejects.toMatchObject({
      fault: 'ENDS_TRANSACTION',
      message: expect.stringContaining('line 2'),
    });
    expect(await migrate({ url, folder: `${folder}/none` })).toEqual([]);
  });

  test('says when the database cannot be opened, without its password', async () => {
    const failure = migrate({ url: 'postgresql://me:hidden@127.0.0.1:1/none', folder });
    await expect(failure).rejects.toMatchObject({
      fault: 'UNREACHABLE',
      message: expect.not.stringContaining('hidden'),
    });
  });
});
