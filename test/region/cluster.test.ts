import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { Client } from 'pg';
import { ensureDatabases, startCluster, type Cluster } from '../../subgraphs/kit/src/database/index.js';
import { checkDatabase } from '../../subgraphs/kit/src/database/connection.js';
import { databaseBeside } from '../../subgraphs/kit/src/region/databases.js';
import { writeRuntime } from '../../subgraphs/kit/src/region/runtime-file.js';
import { createStateFolder } from '../../subgraphs/kit/src/region/state-folder.js';
import { newState, removeStates } from './support/state.js';

let cluster: Cluster;
let urls: ReadonlyMap<string, string>;
const state = newState();
const language = { ...process.env };

beforeAll(async () => {
  for (const name of ['LANG', 'LC_ALL', 'LC_CTYPE', 'LANGUAGE']) Reflect.deleteProperty(process.env, name);
  createStateFolder(state);
  cluster = await startCluster({
    state,
    durable: false,
    settings: { shared_preload_libraries: 'pg_stat_statements' },
  });
  urls = await ensureDatabases(cluster, state, ['residents', 'mobility']);
});

afterAll(async () => {
  await cluster.stop();
  Object.assign(process.env, language);
  removeStates();
});

async function ask<Row>(url: string, sql: string): Promise<Row> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] as Row;
  } finally {
    await client.end();
  }
}

const residents = (): string => urls.get('residents') ?? '';

describe('the cluster', () => {
  test('speaks UTF-8 and German case without any LANG', async () => {
    const row = await ask(
      residents(),
      `SELECT length('Delbrück') AS length, 'ÜBER' ILIKE 'über' AS ilike, upper('delbrück') AS upper`,
    );
    expect(row).toEqual({ length: 8, ilike: true, upper: 'DELBRÜCK' });
  });

  test('listens on loopback only, keeps statements and row values out of its log, and syncs in real use', async () => {
    const row = await ask(
      cluster.superuserUrl(),
      `SELECT current_setting('listen_addresses') AS address, current_setting('unix_socket_directories') AS socket,
              current_setting('log_min_error_statement') AS statements, current_setting('log_error_verbosity') AS details,
              current_setting('fsync') AS fsync, current_setting('shared_preload_libraries') AS extra`,
    );
    expect(row).toEqual({
      address: '127.0.0.1',
      socket: '',
      statements: 'panic',
      details: 'terse',
      fsync: 'off', // this test's choice; PostgreSQL's own default is on
      extra: 'pg_stat_statements',
    });
  });

  test('leaves no password file and no draft', () => {
    expect(
      readdirSync(state)
        .filter((name) => !name.startsWith('pg-'))
        .sort(),
    ).toEqual(['data-18', 'logs', 'postgres.log', 'secrets.json']);
  });
});

describe('a subgraph’s role', () => {
  test('is no superuser, owns its database, and has its limits', async () => {
    const row = await ask(
      residents(),
      `SELECT current_user::text AS role, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls,
              pg_get_userbyid(datdba)::text AS owner, current_setting('statement_timeout') AS statement,
              current_setting('lock_timeout') AS lock, current_setting('idle_in_transaction_session_timeout') AS idle
         FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
    );
    expect(row).toEqual({
      role: 'modellregion_residents',
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolbypassrls: false,
      owner: 'modellregion_residents',
      statement: '2500ms',
      lock: '2s',
      idle: '10s',
    });
  });

  test.each(['modellregion_mobility', 'postgres', 'template1'])('cannot open %s', async (database) => {
    const url = new URL(residents());
    url.pathname = `/${database}`;
    await expect(ask(url.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
  });

  test('keeps password and data when the databases are ensured again', async () => {
    await ask(residents(), 'CREATE TABLE kept AS SELECT 1 AS one');
    expect(await ensureDatabases(cluster, state, ['residents', 'mobility'])).toEqual(urls);
    expect(await ask(residents(), 'SELECT one FROM kept')).toEqual({ one: 1 });
  });

  test('who joins while the region runs gets a database in the one that runs, and finds it again', async () => {
    const here = { supervisorPid: process.pid, gateway: null, registry: null, subgraphs: {} };
    writeRuntime(state, { ...here, database: { port: cluster.port } });
    const url = (await databaseBeside('newcomer', state, {})) ?? '';
    expect(await ask(url, 'SELECT current_database() AS name')).toEqual({ name: 'modellregion_newcomer' });
    expect(await databaseBeside('newcomer', state, {})).toBe(url);
    // A region that ended without a word leaves a port behind where nothing answers.
    writeRuntime(state, { ...here, database: { port: 1 } });
    expect(await databaseBeside('latecomer', state, {})).toBeNull();
  });
});

describe('readiness', () => {
  test('says whether the database answers', async () => {
    const nobody = { url: 'postgresql://nobody@127.0.0.1:1/none', applicationName: 'test' };
    expect(await checkDatabase({ url: residents(), applicationName: 'test' })).toEqual({ ok: true });
    expect(await checkDatabase(nobody)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('data of another major version', () => {
  test.each([
    ['beside ours', 'data-17'],
    ['under our name', 'data-18'],
  ])('%s is refused in one sentence and not touched', async (_, name) => {
    const other = newState();
    mkdirSync(`${other}/${name}`, { recursive: true });
    writeFileSync(`${other}/${name}/PG_VERSION`, '17\n');
    await expect(startCluster({ state: other, durable: false })).rejects.toMatchObject({
      name: 'OperatorError',
      message:
        `${other}/${name} holds data of PostgreSQL 17, this release runs PostgreSQL 18: dump it with the release ` +
        'that made it and load the dump here, or move the folder away to begin with an empty region.',
    });
    expect(readdirSync(`${other}/${name}`)).toEqual(['PG_VERSION']);
  });

  test('a cluster that lost its secrets says so instead of making another', async () => {
    renameSync(`${state}/secrets.json`, `${state}/secrets.kept`);
    try {
      await cluster.stop();
      await expect(startCluster({ state, durable: false })).rejects.toMatchObject({
        name: 'OperatorError',
        message: expect.stringContaining('secrets.json'),
      });
      expect(existsSync(`${state}/secrets.json`)).toBe(false);
    } finally {
      renameSync(`${state}/secrets.kept`, `${state}/secrets.json`);
    }
  });
});
