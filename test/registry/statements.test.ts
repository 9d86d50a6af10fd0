import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { publicPart } from '@modellregion/schema/release';
import { newSigningKey } from '@modellregion/subgraph-kit/region';
import {
  KEYS,
  member,
  parksSdl,
  publishParks,
  publishTrees,
  startRegistry,
  treesSdl,
  type Act,
  type Member,
  type RegistryUnderTest,
} from './support.js';

let registry: RegistryUnderTest;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const freeze: Act = { action: 'release.freeze', body: {} };
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('a statement is refused, with code, reason and remedy', () => {
  test.each([
    ['signed by a stranger', 'steward', freeze, { key: KEYS.stranger }, 'UNKNOWN_KEY'],
    ['signed with the right name and another key', 'steward', freeze, { key: forged() }, 'BAD_SIGNATURE'],
    ['of nobody here', 'stranger', freeze, {}, 'UNKNOWN_MEMBER'],
    ['for another region', 'steward', freeze, { region: 'elsewhere' }, 'WRONG_REGION'],
    ['of six minutes ago', 'steward', freeze, { issuedAt: minutesAgo(6) }, 'STALE'],
    ['of six minutes from now', 'steward', freeze, { issuedAt: minutesAgo(-6) }, 'STALE'],
    ['that only reads', 'steward', { action: 'read', body: { what: 'usage' } }, {}, 'WRONG_ACTION'],
    ['freeze by a town', 'parks', freeze, {}, 'NOT_STEWARD'],
    ['rollback by a town', 'parks', { action: 'release.rollback', body: { to: 1 } }, {}, 'NOT_STEWARD'],
    [
      'admission by a town',
      'parks',
      { action: 'member.admit', body: { ...member('stranger', ['steward']), ags: '05774004' } },
      {},
      'NOT_STEWARD',
    ],
    [
      'own promotion',
      'parks',
      { action: 'member.change', body: { member: 'parks', roles: ['steward'] } },
      {},
      'NOT_STEWARD',
    ],
    [
      'another’s contact',
      'parks',
      { action: 'member.change', body: { member: 'trees', contact: { office: 'X', email: 'x@y.example' } } },
      {},
      'NOT_YOURS',
    ],
    [
      'a key for another',
      'parks',
      { action: 'key.add', body: { member: 'trees', key: publicPart(KEYS.stranger) } },
      {},
      'NOT_YOURS',
    ],
    [
      'another’s public key as one’s own',
      'parks',
      { action: 'key.add', body: { member: 'parks', key: { ...publicPart(KEYS.trees), kid: 'mine' } } },
      {},
      'KEY_EXISTS',
    ],
    [
      'the end of a key that is not there',
      'parks',
      { action: 'key.retire', body: { member: 'parks', kid: 'lost' } },
      {},
      'NO_SUCH_KEY',
    ],
    [
      'the end of the only key',
      'parks',
      { action: 'key.retire', body: { member: 'parks', kid: KEYS.parks.kid } },
      {},
      'LAST_KEY',
    ],
    [
      'a region without a steward',
      'steward',
      { action: 'member.change', body: { member: 'steward', roles: ['operator'] } },
      {},
      'LAST_STEWARD',
    ],
    ['another’s subgraph', 'trees', publishParks(parksSdl()), {}, 'NOT_YOUR_SUBGRAPH'],
    [
      'one’s own subgraph in another’s name',
      'trees',
      publishTrees(treesSdl(), { operator: publishParks('x').body.entry.operator }),
      {},
      'OPERATOR_MISMATCH',
    ],
    ['publication by a gateway', 'edge', publishTrees(treesSdl()), {}, 'NOT_OPERATOR'],
    ['an entry with a fault', 'trees', publishTrees(treesSdl(), { dataClasses: [] }), {}, 'INVALID_ENTRY'],
    [
      'the address of another',
      'trees',
      publishTrees(treesSdl(), { url: publishParks('x').body.entry.url }),
      {},
      'INVALID_ENTRY',
    ],
    [
      'another’s type as one’s own',
      'trees',
      publishTrees(treesSdl(), { owns: ['Park'] }),
      {},
      'INVALID_ENTRY',
    ],
    [
      'withdrawal of another’s',
      'trees',
      { action: 'subgraph.withdraw', body: { name: 'parks' } },
      {},
      'NOT_YOUR_SUBGRAPH',
    ],
    [
      'a grant for what is another’s',
      'trees',
      {
        action: 'grant.give',
        body: { owner: 'parks', partner: 'trees', coordinate: 'Park.name', allows: 'OVERRIDE' },
      },
      {},
      'NOT_YOURS',
    ],
    [
      'a grant for what is not there',
      'parks',
      {
        action: 'grant.give',
        body: { owner: 'parks', partner: 'trees', coordinate: 'Tree.park', allows: 'OVERRIDE' },
      },
      {},
      'NOT_YOUR_TYPE',
    ],
    [
      'rollback to nothing',
      'steward',
      { action: 'release.rollback', body: { to: 99 } },
      {},
      'UNKNOWN_RELEASE',
    ],
    ['the end of no freeze', 'steward', { action: 'release.unfreeze', body: {} }, {}, 'NOT_FROZEN'],
  ] satisfies [string, Member, Act, object, string][])('%s', async (_, by, act, envelope, code) => {
    const before = await registry.releaseHash();
    const answer = await registry.act(by, act, envelope);
    expect([answer.status, answer.refusal?.code]).toEqual(['REFUSED', code]);
    expect(answer.refusal?.reason).toMatch(/^\S.*\S$/s);
    expect(answer.refusal?.remedy).toMatch(/^[A-Z].*\.$/);
    // What to do is said once.
    expect(answer.refusal?.reason).not.toMatch(/\b(let the steward|sign it again)\b/i);
    expect(await registry.releaseHash()).toBe(before);
  });

  test('sent a second time, changed on the way, or no statement at all', async () => {
    const contact = { office: 'Grünflächenamt', email: 'gruen@parks.example' };
    const jws = await registry.sign('parks', { action: 'member.change', body: { member: 'parks', contact } });
    const [head = '', payload = '', signature = ''] = jws.split('.');
    const other = Buffer.from(payload, 'base64url').toString().replace('Grün', 'Grau');
    const changed = [head, Buffer.from(other).toString('base64url'), signature].join('.');
    expect((await registry.submit(changed)).refusal?.code).toBe('BAD_SIGNATURE');
    expect((await registry.submit('not.a.statement')).refusal?.code).toBe('MALFORMED');
    expect((await registry.submit(jws)).status).toBe('DONE');
    expect((await registry.submit(jws)).refusal?.code).toBe('REPLAYED');
    const both = await Promise.all([0, 0].map(async (_it, _index, all) => registry.submit(await once(all))));
    expect(both.map(({ status }) => status).sort()).toEqual(['DONE', 'REFUSED']);
  });
});

/** The same statement for everybody who asks with the same list. */
const statements = new WeakMap<object, Promise<string>>();
function once(key: object): Promise<string> {
  const contact = { office: 'Parkamt', email: 'park@parks.example' };
  const made =
    statements.get(key) ??
    registry.sign(
      'parks',
      { action: 'member.change', body: { member: 'parks', contact } },
      { id: randomUUID() },
    );
  statements.set(key, made);
  return made;
}

function forged() {
  return { ...newSigningKey('forged'), kid: KEYS.steward.kid };
}

test('keys are rotated: the new one signs, the old one ends and what it signed stays', async () => {
  const next = newSigningKey('trees');
  const add = { action: 'key.add', body: { member: 'trees', key: publicPart(next) } } as const;
  const retire = { action: 'key.retire', body: { member: 'trees', kid: KEYS.trees.kid } } as const;
  expect((await registry.act('trees', add)).status).toBe('DONE');
  expect((await registry.act('trees', retire, { key: next })).status).toBe('DONE');
  expect((await registry.act('trees', publishTrees(treesSdl()))).refusal).toEqual({
    code: 'UNKNOWN_KEY',
    reason: 'It is signed with no key of trees that is valid.',
    remedy:
      'Sign with a key of the member that is valid now, or let the steward add yours: "modellregion member key add".',
  });
  expect((await registry.act('trees', publishTrees(treesSdl()), { key: next })).status).toBe('DONE');
});

test('the steward shuts a member out by retiring its keys, and lets it in again with a new one', async () => {
  const retire = { action: 'key.retire', body: { member: 'edge', kid: KEYS.edge.kid } } as const;
  const next = newSigningKey('edge');
  expect((await registry.act('steward', retire)).status).toBe('DONE');
  const serving = { region: 'testland', gateway: 'edge', sequence: 1, since: new Date().toISOString() };
  const report = { ...serving, release: await registry.releaseHash() };
  expect((await registry.report('serving', report)).status).toBe(401);
  await registry.act('steward', { action: 'key.add', body: { member: 'edge', key: publicPart(next) } });
  expect((await registry.report('serving', report, next)).status).toBe(204);
});
