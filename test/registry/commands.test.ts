import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { publicPart, readSigningKeys, writeSigningKeys } from '@modellregion/schema/release';
import { entryOf, KEYS, startRegistry, treesSdl, type Member, type RegistryUnderTest } from './support.js';

let registry: RegistryUnderTest;
let folder: string;

beforeAll(async () => {
  registry = await startRegistry();
  folder = mkdtempSync(join(tmpdir(), 'modellregion-partner-'));
  for (const member of ['steward', 'parks', 'trees'] as const) {
    writeSigningKeys(join(folder, `${member}.keys.json`), [KEYS[member]]);
  }
  // JSON is YAML.
  writeFileSync(
    join(folder, 'trees.yaml'),
    JSON.stringify({ ...entryOf('trees', ['Tree']), sdl: 'trees.graphql' }),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await registry.stop();
});

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `modellregion …` in a partner's folder, signing as a member. */
function modellregion(as: Member, ...args: readonly string[]): Promise<Said> {
  const tool = join(REPOSITORY_ROOT, 'subgraphs/registry/dist/main.js');
  const env = {
    PATH: process.env['PATH'] ?? '',
    MODELLREGION_STATE: folder,
    MODELLREGION_REGISTRY_URL: registry.origin,
    MODELLREGION_MEMBER: as,
    MODELLREGION_MEMBER_KEY_FILE: join(folder, `${as}.keys.json`),
  };
  const child = spawn(process.execPath, [tool, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}
const publish = (sdl: string): Promise<Said> => {
  writeFileSync(join(folder, 'trees.graphql'), sdl);
  return modellregion('trees', 'subgraph', 'publish', '--entry', 'trees.yaml', '--reason', 'Trees join');
};

test('publish from a folder of one’s own: refused with the finding and exit code 1, then released with 0', async () => {
  const refused = await publish(treesSdl().replace('"A tree."\n', ''));
  // As "modellregion check" shows it, with the summary last.
  expect([refused.code, refused.out]).toEqual([
    1,
    expect.stringMatching(
      /\ntrees\.graphql:\d+:\d+ {2}described {2}\[trees\]\n {2}.*\n {2}Why: .*\n {2}Do: {2}/,
    ),
  ]);
  expect(refused.out.trim().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^1 subgraph \(trees\), \d+ rules: 1 finding: described 1\.$/),
    'Nothing was released; the region is as it was.',
  ]);

  const released = await publish(treesSdl());
  expect([released.code, released.out]).toEqual([
    0,
    expect.stringMatching(/trees is published\. Release 2 [0-9a-f]{64}\. History entry 4\.\n$/),
  ]);
  const status = await modellregion('trees', 'subgraph', 'status', 'trees');
  expect(status.out).toContain('Trees join');
  const published =
    /^trees {2}version 1 {2}contract 1 {2}Stadt trees {2}\S+ {2}publication accepted \d{4}-\S+Z$/m;
  expect(status.out).toMatch(published);
  expect(status.out).toMatch(/^The last check, of a publication at \d{4}-\S+Z, accepted:$/m);
});

test('a check says the same beforehand: of a file of one’s own, of another SDL, signed by who may publish it', async () => {
  const before = await registry.releaseHash();
  const check = (as: Member, ...args: readonly string[]) =>
    modellregion(as, 'check', '--registry', '--entry', 'trees.yaml', ...args);
  const good = await check('trees');
  expect([good.code, good.out]).toEqual([
    0,
    expect.stringMatching(/\n1 subgraph \(trees\), \d+ rules: nothing found\.\n$/),
  ]);
  const claim = treesSdl('"Its name."\n  name: String @override(from: "parks")');
  writeFileSync(join(folder, 'claim.graphql'), claim);
  const bad = await check('trees', '--sdl', 'claim.graphql');
  expect([bad.code, bad.out]).toEqual([1, expect.stringContaining('OVERRIDE_NOT_GRANTED')]);
  // The next one to look at the subgraph sees it, too.
  const { out: status } = await modellregion('trees', 'subgraph', 'status');
  expect(status).toMatch(/^trees .* check refused \d{4}-\S+Z$/m);
  expect(status).toMatch(/^parks .*\/graphql$/m);
  const others = await check('parks');
  expect([others.code, others.err.split('\n')[0]]).toEqual([1, 'Refused: NOT_YOUR_SUBGRAPH']);
  const both = await check('trees', '--json', '--sarif');
  expect([both.code, both.err]).toEqual([2, expect.stringMatching(/^Name one subgraph or none, and one/)]);
  expect(await registry.releaseHash()).toBe(before);
});

test('a withdrawal says what is lost by it, and that nobody asked for it', async () => {
  const withdraw = ['subgraph', 'withdraw', 'trees', '--reason', 'We end'];
  const forced = await modellregion('trees', ...withdraw, '--force');
  expect([forced.code, forced.err.split('\n')[0]]).toEqual([1, 'Refused: NOT_STEWARD']);
  const gone = await modellregion('trees', ...withdraw);
  expect([gone.code, gone.out]).toEqual([
    0,
    expect.stringMatching(
      /^note {2}breaking-changes {2}\[trees\] {2}Type 'Tree' was removed\. Nobody asked for it in the last 30 days\.\n[^]*\n1 subgraph \(trees\), 7 rules: nothing found\.\ntrees is withdrawn\. Release 3 /,
    ),
  ]);
});

test('a rollback is one command, and the steward’s alone', async () => {
  const town = await modellregion('parks', 'release', 'rollback', '1', '--reason', 'I can');
  expect([town.code, town.err.split('\n')[0]]).toEqual([1, 'Refused: NOT_STEWARD']);
  const steward = await modellregion(
    'steward',
    'release',
    'rollback',
    '1',
    '--reason',
    'Trees answer nothing',
  );
  expect([steward.code, steward.out]).toEqual([
    0,
    expect.stringContaining('Rolled back to release 1. Release 4 '),
  ]);
  const list = await modellregion('steward', 'release', 'list');
  expect(list.out.split('\n')[0]).toMatch(/^4 .* parks 1 +\(as release 1\) Trees answer nothing$/);
});

test('grants and members are listed', async () => {
  const grant = [
    'Park.name',
    '--owner',
    'parks',
    '--to',
    'trees',
    '--allows',
    'override',
    '--reason',
    'Agreed',
  ];
  const given = await modellregion('parks', 'grant', 'give', ...grant);
  expect([given.code, given.out]).toEqual([0, expect.stringContaining('trees may: OVERRIDE Park.name.')]);
  expect((await modellregion('parks', 'grant', 'list')).out).toMatch(
    /^Park\.name {2}parks to trees {2}OVERRIDE {2}in force /,
  );
  const members = await modellregion('parks', 'member', 'list');
  expect(members.out).toMatch(/^steward +Stadt steward +057000000000 +steward +steward-/m);
});

test('a new member makes its key, where this machine keeps keys unless it says otherwise, and asks to be let in', async () => {
  const made = await modellregion('parks', 'member', 'key', 'create', '--member', 'ponds');
  const file = join(folder, 'registry/members/ponds.json');
  expect(JSON.parse(made.out)).toEqual(readSigningKeys(file).map(publicPart));
  const ask = ['grant', 'revoke', '5', '--owner', 'parks', '--as', 'ponds', '--key', file, '--reason', 'x'];
  const refused = await modellregion('parks', ...ask);
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringMatching(/^Refused: UNKNOWN_MEMBER\n.*no member ponds/),
  ]);
});

test('a member is admitted with what the steward types, without a file to write', async () => {
  const made = await modellregion('parks', 'member', 'key', 'create', '--member', 'lakes');
  writeFileSync(join(folder, 'lakes.json'), made.out);
  const stated = [
    ...['--name', 'Gemeinde Lakes', '--ags', '05774008', '--contact', 'Bauhof <bauhof@lakes.example>'],
    ...['--signing-keys', 'lakes.json', '--reason', 'Lakes join'],
  ];
  const admitted = await modellregion('steward', 'member', 'admit', ...stated);
  expect([admitted.err, admitted.out]).toEqual([
    '',
    expect.stringMatching(/^lakes is a member\. History entry/),
  ]);
  const { members } = await registry.ask<{ members: readonly { readonly id: string }[] }>(
    '{ members { id name ags roles keys { kid } } }',
  );
  const keys = JSON.parse(made.out) as readonly { readonly kid: string }[];
  expect(members.find(({ id }) => id === 'lakes')).toEqual({
    id: 'lakes',
    name: 'Gemeinde Lakes',
    ags: '05774008',
    roles: ['operator'],
    keys: keys.map(({ kid }) => ({ kid })),
  });
});

const LAKES = ['--name', 'Lakes', '--contact', 'Bauhof <a@b.example>', '--signing-keys', 'lakes.json'];
const admit = (...options: readonly string[]) => ['member', 'admit', ...options, '--reason', 'x'];

test.each<[readonly string[], number, string | RegExp]>([
  [admit(), 2, 'Say who it is: --name, --contact, --signing-keys; or --file.'],
  [admit(...LAKES), 2, 'Give its number once: --ags, --district-key or --ars.'],
  [admit(...LAKES, '--ags', '05774008', '--ars', '057000000000'), 2, 'Give its number once'],
  [
    admit(...LAKES, '--ags', '5774'),
    1,
    /^What is stated is no admission of a member:\n {2}- ags: Invalid string: must match pattern/,
  ],
  [
    admit(...LAKES.slice(0, 2), '--contact', 'bauhof@lakes.example', ...LAKES.slice(4), '--ags', '05774008'),
    2,
    '--contact is an office and its address',
  ],
  [
    admit(...LAKES, '--ags', '05774008', '--roles', 'king'),
    2,
    '--roles are some of steward, operator, gateway',
  ],
  [admit('--file', 'lakes.yaml', '--name', 'Lakes'), 2, '--file and --name: state the member one way.'],
  [admit('--file', 'trees.yaml'), 1, /^trees\.yaml is no admission of a member:\n {2}- member: /],
  [
    admit(...LAKES.slice(0, 4), '--signing-keys', 'trees.yaml', '--ags', '05774008'),
    1,
    'trees.yaml holds no signing keys',
  ],
])('%j: exit code %i, and a sentence', async (args, code, sentence) => {
  const said = await modellregion('steward', ...args);
  const expected =
    typeof sentence === 'string' ? expect.stringContaining(sentence) : expect.stringMatching(sentence);
  expect([said.code, said.err]).toEqual([code, expected]);
  expect(said.err).not.toMatch(/^\s+at /m);
});

test.each([
  [['release', 'rollback', 'one'], 2, 'Say to which release, by its number.'],
  [['release', 'freeze'], 2, 'Say with --reason why: it stands in the history.'],
  [['subgraph', 'publish', '--entry', 'nothing.yaml'], 1, 'nothing.yaml cannot be read: ENOENT'],
  [
    ['subgraph', 'publish', '--entry', 'trees.yaml', '--call-keys', 'nothing.json'],
    1,
    'The key directory nothing.json cannot be used: ENOENT',
  ],
  [
    ['subgraph', 'status', '--registry', 'http://127.0.0.1:9'],
    1,
    'The registry at http://127.0.0.1:9 does not answer',
  ],
  [
    ['grant', 'give', 'Park.name', '--owner', 'parks', '--to', 'trees', '--allows', 'all'],
    2,
    '--allows is one of OVERRIDE',
  ],
  [['subgraph', 'publsh'], 2, 'subgraph is followed by publish, withdraw or status.'],
] as const)('%j: exit code %i, and a sentence', async (args, code, sentence) => {
  const said = await modellregion('steward', ...args);
  expect([said.code, said.err]).toEqual([code, expect.stringContaining(sentence)]);
  expect(said.err).not.toMatch(/^\s+at /m);
});
