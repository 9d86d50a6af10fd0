import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { connect, verifyHistory, type HistoryVerification } from '../../subgraphs/registry/src/index.js';
import { KEYS, publishTrees, REGION, startRegistry, treesSdl, type RegistryUnderTest } from './support.js';

let registry: RegistryUnderTest;

beforeAll(async () => {
  registry = await startRegistry();
  await registry.act('steward', { action: 'release.freeze', body: {} });
  await registry.act('steward', { action: 'release.unfreeze', body: {} });
  await registry.act('trees', publishTrees(treesSdl()));
});
afterAll(() => registry.stop());

async function verify(): Promise<HistoryVerification> {
  const db = connect({ url: registry.url, poolMax: 1, statementTimeoutMs: 10_000, applicationName: 'test' });
  try {
    return await verifyHistory(db, REGION);
  } finally {
    await db.$disconnect();
  }
}

test('says who did what and why, each entry with the hash of the one before it', async () => {
  const { history } = await registry.ask<{
    history: readonly {
      action: string;
      member: string;
      subject: string;
      reason: string;
      hash: string;
      previousHash: string;
    }[];
  }>('{ history(first: 4) { action member subject reason hash previousHash } }');
  expect(history.map(({ action, member, subject }) => [action, member, subject])).toEqual([
    ['subgraph.publish', 'trees', 'trees'],
    ['release.unfreeze', 'steward', 'testland'],
    ['release.freeze', 'steward', 'testland'],
    ['registry.init', 'steward', 'release 1'],
  ]);
  expect(history.slice(0, 3).map((it) => it.previousHash)).toEqual(history.slice(1).map((it) => it.hash));
  expect((await verify()).fault).toBeNull();
});

describe('the database refuses to change what happened', () => {
  test.each([
    `UPDATE history_entry SET reason = 'another' WHERE sequence = 3`,
    'DELETE FROM history_entry WHERE sequence = 3',
    'TRUNCATE history_entry',
    `UPDATE release SET hash = 'x'`,
    'DELETE FROM subgraph_version',
    'TRUNCATE publication_check',
    'DELETE FROM member_key',
    `UPDATE member_key SET ed25519 = 'x'`,
    'DELETE FROM partner_grant; DELETE FROM member',
    `INSERT INTO supergraph VALUES ('0', 'type Query { x: Int }')`,
    `INSERT INTO history_entry SELECT 99, hash, 'x', at, member_id, action, subject, outcome, reason, statement, effect
       FROM history_entry WHERE sequence = 5`,
  ])('%s', async (statement) => {
    await expect(registry.sql.query(statement)).rejects.toThrow(/is refused|violates|does not continue/);
    expect((await verify()).fault).toBeNull();
  });
});

describe('whoever takes the triggers away is found out', () => {
  const { ed25519 } = KEYS.stranger;
  test.each([
    [
      'another reason in an entry',
      'history_entry',
      `UPDATE history_entry SET reason = 'another' WHERE sequence = 3`,
      `UPDATE history_entry SET reason = 'A test' WHERE sequence = 3`,
      { sequence: 3, problem: 'its hash is not that of what it says' },
    ],
    [
      'an entry that is gone',
      'history_entry',
      'DELETE FROM history_entry WHERE sequence = 4',
      'INSERT INTO history_entry SELECT * FROM kept WHERE sequence = 4',
      { sequence: 5, problem: 'entry 4 is missing' },
    ],
    [
      'another SDL in a version',
      'subgraph_version',
      `UPDATE subgraph_version SET sdl = sdl || ' ' WHERE subgraph = 'trees'`,
      `UPDATE subgraph_version SET sdl = rtrim(sdl, ' ') WHERE subgraph = 'trees'`,
      { sequence: 5, problem: 'subgraphVersion trees 1 is not as it was written' },
    ],
    [
      'a key that no entry knows',
      'member_key',
      `INSERT INTO member_key VALUES ('stranger', 'steward', '${ed25519}', now())`,
      `DELETE FROM member_key WHERE kid = 'stranger'`,
      { sequence: null, problem: 'memberKey stranger is in no entry' },
    ],
    [
      'a role that nobody gave',
      'member',
      `UPDATE member SET roles = '{steward}' WHERE id = 'trees'`,
      `UPDATE member SET roles = '{operator}' WHERE id = 'trees'`,
      { sequence: 1, problem: 'member trees is not as it was written' },
    ],
    [
      'a release that is gone',
      'release',
      'DELETE FROM release WHERE sequence = 2',
      'INSERT INTO release SELECT * FROM kept WHERE sequence = 2',
      { sequence: 5, problem: 'release 2 is missing' },
    ],
  ])('%s', async (_, table, statement, undo, fault) => {
    const { sql } = registry;
    await sql.query(
      `CREATE TEMP TABLE kept AS TABLE ${table}; ALTER TABLE ${table} DISABLE TRIGGER USER; ${statement}`,
    );
    try {
      expect((await verify()).fault).toEqual(fault);
    } finally {
      await sql.query(`${undo}; ALTER TABLE ${table} ENABLE TRIGGER USER; DROP TABLE kept`);
    }
    expect((await verify()).fault).toBeNull();
  });

  test('an entry put in with a hash that fits needs the signature of the member it names', async () => {
    const head = await registry.sql.query<{ hash: string; sequence: number; statement: string }>(
      'SELECT hash, sequence, statement FROM history_entry ORDER BY sequence DESC LIMIT 1',
    );
    const { hash = '', sequence = 0, statement = '' } = head.rows[0] ?? {};
    const at = new Date().toISOString();
    const said = [
      hash,
      sequence + 1,
      at,
      'steward',
      'release.freeze',
      'testland',
      'done',
      'Because',
      statement,
      '{"facts":{},"rows":[]}',
    ];
    const forged = createHash('sha256').update(JSON.stringify(said)).digest('hex');
    await registry.sql.query(
      'INSERT INTO history_entry VALUES ($2, $1, $11, $3, $4, $5, $6, $7, $8, $9, $10)',
      [...said, forged],
    );
    expect((await verify()).fault).toEqual({ sequence: 6, problem: 'its statement says something else' });
  });
});
