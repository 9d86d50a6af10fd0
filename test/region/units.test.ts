import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { createPrivateKey, createPublicKey, sign, verify, type JsonWebKey } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { callKeyId, deriveCallKey, type PrivateCallKey, type PublicCallKey } from '@modellregion/schema';
import { linksComplete } from '../../subgraphs/kit/src/database/embedded-binaries.js';
import { ensureKeys, keyFiles } from '../../subgraphs/kit/src/region/keys.js';
import { noticeOf, reasonOf } from '../../subgraphs/kit/src/region/log-line.js';
import { nodeVersionFinding } from '../../subgraphs/kit/src/region/node-version.js';
import { takePidLock } from '../../subgraphs/kit/src/region/pid-lock.js';
import { membersOf } from '../../subgraphs/kit/src/region/signing-keys.js';
import { silenceOf } from '../../subgraphs/kit/src/region/silence.js';
import { newState, removeStates } from './support/state.js';

afterAll(removeStates);

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe('members', () => {
  const party = (member: string, name: string) => ({
    member,
    name,
    contact: { office: 'Amt', email: 'amt@region.example' },
  });
  const steward = party('bezirksregierung-detmold', 'Bezirksregierung Detmold');
  const region = { name: 'owl', title: 'OWL', steward, gateway: party('gateway', 'Rechenzentrum') };
  const operatedBy = (...names: readonly string[]) =>
    names.map((name) => ({ operator: { name, contact: steward.contact } }));

  test('are steward, gateway and operators, each once', () => {
    const entries = operatedBy('Stadt Detmold', 'Kreis Paderborn', 'Stadt Detmold');
    const members = ['bezirksregierung-detmold', 'gateway', 'detmold', 'kreis-paderborn'];
    expect(membersOf(region, entries)).toEqual(members);
  });

  test.each<[string, string, readonly string[]]>([
    ['detmold', 'Bezirksregierung Detmold', ['Stadt Detmold']],
    ['steward', 'Bezirksregierung Detmold', ['Stadt Minden', 'Gemeinde Minden']],
  ])('never two authorities: %s, %s beside %j', (member, name, operators) => {
    expect(() => membersOf({ ...region, steward: party(member, name) }, operatedBy(...operators))).toThrow(
      /are both called (detmold|minden) as members of the region/,
    );
  });
});

describe('keys', () => {
  test('are made once, two for each party, and a new subgraph gets its own later', () => {
    const state = newState();
    mkdirSync(state);
    const files = keyFiles(state);
    ensureKeys(state, ['residents']);
    const first = json(files.directory) as Record<string, PublicCallKey[]>;
    ensureKeys(state, ['residents', 'mobility']);
    const second = json(files.directory) as Record<string, PublicCallKey[]>;

    expect(Object.keys(second)).toEqual(['gateway', 'registry', 'residents', 'mobility']);
    expect([second['gateway'], second['residents']]).toEqual([first['gateway'], first['residents']]);
    expect(second['mobility']).toHaveLength(2);
    expect(statSync(files.callKeys('mobility')).mode & 0o777).toBe(0o600);
  });

  test('fit: gateway and subgraph derive the same key, each from its own secret', () => {
    const state = newState();
    mkdirSync(state);
    ensureKeys(state, ['residents']);
    const [gateway, residents] = ['gateway', 'residents'].map(
      (it) => json(keyFiles(state).callKeys(it)) as PrivateCallKey[],
    );
    const [ours, theirs] = [gateway?.[0], residents?.[1]] as [PrivateCallKey, PrivateCallKey];
    const id = callKeyId(ours.kid, theirs.kid);
    expect(deriveCallKey(ours, theirs, id)).toEqual(deriveCallKey(theirs, ours, id));
  });

  test('of the local issuer sign, the published half verifies, and holds no secret', () => {
    const state = newState();
    mkdirSync(state);
    ensureKeys(state, []);
    const [own] = json(keyFiles(state).issuerPrivate) as JsonWebKey[];
    const { keys } = json(keyFiles(state).issuerPublic) as { keys: JsonWebKey[] };
    const [published] = keys;
    const signature = sign(null, Buffer.from('text'), createPrivateKey({ key: own ?? {}, format: 'jwk' }));
    const key = createPublicKey({ key: published ?? {}, format: 'jwk' });
    expect(verify(null, Buffer.from('text'), key, signature)).toBe(true);
    expect(keys).toHaveLength(2);
    expect(Object.keys(published ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });
});

describe('library links of the PostgreSQL package', () => {
  test.each(['native', 'pg-18.4.0'])(
    'are made where --ignore-scripts left them out, in %s, and nowhere else',
    (name) => {
      const native = `${newState()}/${name}`;
      mkdirSync(`${native}/bin`, { recursive: true });
      mkdirSync(`${native}/lib`);
      writeFileSync(`${native}/bin/postgres`, '', { mode: 0o755 });
      const links = [
        { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
        { source: 'native/lib/libpq.so.5.18', target: '../outside.so' },
      ];
      writeFileSync(`${native}/pg-symlinks.json`, JSON.stringify(links));
      expect([linksComplete(native), linksComplete(native)]).toEqual([true, true]);
      expect(readlinkSync(`${native}/lib/libpq.so`)).toBe('libpq.so.5.18');
      expect(readdirSync(dirname(native))).toEqual([name]);
    },
  );
});

describe('the pid lock, where no native lock is to be had', () => {
  const refused = (holder: string): Error => new Error(`held by ${holder}`);

  test('is held once, and free after release', () => {
    const path = `${newState()}.pid`;
    const lock = takePidLock(path, refused);
    expect(() => takePidLock(path, refused)).toThrow(`held by ${String(process.pid)}`);
    lock.release();
    expect(takePidLock(path, refused).afterCrash).toBe(false);
  });

  test.each([
    ['of a process that is gone', '999999999 1'],
    ['whose pid another process has now', `${String(process.pid)} 1`],
  ])('takes a file %s over', (_, content) => {
    const path = `${newState()}.pid`;
    writeFileSync(path, content);
    expect(takePidLock(path, refused).afterCrash).toBe(true);
  });
});

test.each([
  ['18.20.8', true, 'Modellregion needs Node 20.19 or newer, and this is Node 18.20.8: install Node 24.'],
  ['20.18.0', true, 'Modellregion needs Node 20.19 or newer, and this is Node 20.18.0: install Node 24.'],
  ['20.20.2', false, 'Node 20 no longer gets security fixes; Node 24 is recommended.'],
])('Node %s', (version, fatal, text) => {
  expect(nodeVersionFinding(version)).toEqual({ fatal, text });
  expect(nodeVersionFinding('24.1.0')).toBeNull();
});

describe('a child’s log', () => {
  const error = '{"level":50,"msg":"no database","err":{"message":"ECONNREFUSED"}}';

  test('shows warnings and errors only', () => {
    expect(
      ['{"level":30,"msg":"listening"}', '{"level":40,"msg":"slow"}', error, 'plain text'].map(noticeOf),
    ).toEqual([null, 'warning: slow', 'error: no database: ECONNREFUSED', null]);
  });

  test('of the gateway has names for levels and events; nothing in it steers the terminal', () => {
    const line =
      '{"level":"warn","event":"subgraph call failed","subgraph":"mobility","code":"SUBGRAPH_TIMEOUT","detail":"a\\u001b[2Jb"}';
    expect(noticeOf(line)).toBe('warning: subgraph call failed: mobility: SUBGRAPH_TIMEOUT: a [2Jb');
    expect(noticeOf('{"level":"info","event":"listening"}')).toBeNull();
  });

  test('tells why it ended', () => {
    const uncaught = [
      'throw it',
      '^',
      '',
      'TypeError: x is no function',
      '    at main.js:1:1',
      '',
      'Node.js v20.20.2',
    ];
    expect(reasonOf([error, 'later'])).toBe('error: no database: ECONNREFUSED');
    expect(reasonOf(uncaught)).toBe('TypeError: x is no function');
    expect(reasonOf(['mobility: PORT is not set'])).toBe('mobility: PORT is not set');
    expect(reasonOf([])).toBeNull();
  });
});

test('a start is given up after a silence, not after a time: who writes synthetic data says so', async () => {
  jest.useFakeTimers();
  try {
    const given: string[] = [];
    const silence = silenceOf(180_000);
    void silence.lasted.then(() => given.push('up'));
    for (let minute = 1; minute <= 10; minute += 1) {
      await jest.advanceTimersByTimeAsync(60_000);
      silence.heard();
    }
    expect(given).toEqual([]);
    await jest.advanceTimersByTimeAsync(180_000);
    expect(given).toEqual(['up']);
  } finally {
    jest.useRealTimers();
  }
});
