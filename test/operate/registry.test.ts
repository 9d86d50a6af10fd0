import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import pg from 'pg';
import { createAuthority, writeIssued } from '../support/certificates.js';
import { entryOf, member, parksSdl } from '../registry/support.js';
import { run, secureDatabase, type Outcome, type SecureDatabase } from './support.js';

// A registry on a host of its own, as the operator's page and the units tell: keys, database, region; its backup by the
// unit, and the restore of it. The folder stands for /etc/modellregion and for what systemd hands over.

const DEPLOY = join(REPOSITORY_ROOT, 'schema/deploy');
const authority = createAuthority();
let database: SecureDatabase;
let backups: string;
const etc = (name: string): string => join(database.folder, 'etc', name);

/** `NAME=value` of a file of settings, or of the lines of a unit that have this name. */
function settings(file: string, ofUnit?: string): Readonly<Record<string, string>> {
  const lines = readFileSync(join(DEPLOY, file), 'utf8').split('\n');
  const pairs = ofUnit === undefined ? lines : valuesOf(lines, ofUnit).flatMap((line) => line.split(' '));
  return Object.fromEntries(
    pairs
      .filter((it) => /^[A-Z_]+=/.test(it))
      .map((it) => [it.slice(0, it.indexOf('=')), placed(it.slice(it.indexOf('=') + 1))]),
  );
}
const valuesOf = (lines: readonly string[], name: string): readonly string[] =>
  lines.flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));
const placed = (value: string): string =>
  value
    .replace('%d/database-url', etc('registry.database-url'))
    .replace('%d/call-keys.json', etc('registry.keys.json'))
    .replace('%d/release-keys.json', etc('registry.release-keys.json'))
    .replace('/etc/modellregion', join(database.folder, 'etc'));

const modellregion = (...args: readonly string[]): Promise<Outcome> =>
  run(args, {
    ...settings('registry.env'),
    ...settings('modellregion-registry.service', 'Environment'),
    MODELLREGION_TLS_KEY_FILE: etc('registry.key'),
  });

beforeAll(async () => {
  database = await secureDatabase(authority.issue(), ['registry']);
  backups = join(database.folder, 'backups');
  mkdirSync(join(database.folder, 'etc/registry'), { recursive: true });
  mkdirSync(backups);
  writeFileSync(etc('ca.pem'), authority.pem);
  writeFileSync(etc('registry.database-url'), database.urls.get('registry') ?? '', { mode: 0o600 });
  writeIssued(join(database.folder, 'etc'), 'registry', authority.issue());
});
afterAll(() => database.stop());

/** What the region begins with: a steward, a town with its subgraph. */
async function writeFounding(): Promise<string> {
  const made = await modellregion(
    'member',
    'key',
    'create',
    '--member',
    'steward',
    '--file',
    etc('steward.json'),
  );
  const entry = entryOf('parks', ['Park'], {
    url: 'https://parks.paderborn.example/graphql',
    sdl: 'parks.graphql',
  });
  writeFileSync(etc('registry/parks.yaml'), JSON.stringify(entry));
  writeFileSync(etc('parks.graphql'), parksSdl());
  const steward = { ...member('steward', ['steward']), keys: JSON.parse(made.out) as unknown };
  const founding = {
    region: 'testland',
    members: [steward, member('parks', ['operator'])],
    subgraphs: { folder: 'registry', root: '.', members: { parks: 'parks' } },
    reason: 'The region begins',
  };
  writeFileSync(etc('founding.yaml'), JSON.stringify(founding));
  return etc('founding.yaml');
}

test('from nothing to the first release: keys, config check, migrate, init', async () => {
  const release = [
    'member',
    'key',
    'create',
    '--member',
    'release',
    '--file',
    etc('registry.release-keys.json'),
  ];
  const { out } = await modellregion(...release);
  // What it prints is what gateways pin.
  expect(JSON.parse(out)).toEqual([{ kid: expect.stringMatching(/^release-/), ed25519: expect.any(String) }]);
  expect((await modellregion('call-key', 'registry', '--file', etc('registry.keys.json'))).code).toBe(0);
  expect((await modellregion('migrate', 'registry')).code).toBe(0);
  const checked = await modellregion('config', 'check', 'registry');
  expect([checked.code, checked.out.split('\n')[0]]).toEqual([0, 'registry: no fault']);
  const founded = await modellregion('registry', 'init', '--from', await writeFounding());
  expect([founded.err, founded.out]).toEqual([
    '',
    expect.stringMatching(/^Founded testland: 2 members, release 1 /),
  ]);
});

test('the unit backs it up; restored into an empty database, its history is whole', async () => {
  const unit = readFileSync(join(DEPLOY, 'modellregion-backup@.service'), 'utf8').split('\n');
  const command = /^\/bin\/sh -c '(.*)'$/.exec(valuesOf(unit, 'ExecStart')[0] ?? '')?.[1] ?? '';
  const backup = spawnSync(
    '/bin/sh',
    [
      '-c',
      command.replace('%i', 'registry').replaceAll('%%', '%').replace('/usr/bin/node', process.execPath),
    ],
    {
      cwd: REPOSITORY_ROOT,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        ...settings('registry.env'),
        ...settings('modellregion-backup@.service', 'Environment'),
        STATE_DIRECTORY: backups,
      },
    },
  );
  expect([backup.status, backup.stderr]).toEqual([0, '']);
  const [file = ''] = readdirSync(backups);
  expect(file).toMatch(/^\d{8}T\d{6}Z\.backup$/);

  const client = new pg.Client({
    connectionString: database.urls.get('registry') ?? '',
    ssl: { ca: authority.pem },
  });
  await client.connect();
  await client.query('DROP OWNED BY CURRENT_USER; CREATE SCHEMA IF NOT EXISTS public');
  await client.end();
  expect((await modellregion('registry', 'verify')).code).toBe(1);
  const restored = await modellregion('restore', 'registry', '--from', join(backups, file));
  expect([restored.code, restored.err]).toEqual([0, '']);
  expect((await modellregion('registry', 'verify')).out).toMatch(
    /^The history of testland is whole: 2 entries, \d+ rows as they were written\.\n$/,
  );
});
