import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectRegistryConfig } from '../../subgraphs/registry/src/config.js';
import { newCallKey, publicCallKey, signedSubgraph, type Carelessness } from '../support/signed-subgraph.js';
import { publishTrees, startRegistry, treesSdl, type RegistryUnderTest } from './support.js';

// A registry with a call key of its own asks the running subgraph before it releases what is published.

const registryKey = newCallKey('registry-1');
const trees = newCallKey('trees-1');

let registry: RegistryUnderTest;
beforeAll(async () => {
  registry = await startRegistry({ callKeys: [registryKey] });
});
afterAll(() => registry.stop());

/** Publishes trees while something runs at its address; the codes of what refuses it, and how often it was asked. */
async function published(serves: string, careless?: Carelessness): Promise<readonly unknown[]> {
  const keys = { own: trees, registry: [publicCallKey(registryKey)] };
  const running = await signedSubgraph(serves, keys, careless);
  try {
    const more = { url: running.url, keys: [publicCallKey(trees)] };
    const answer = await registry.act('trees', publishTrees(treesSdl(), more));
    return [answer.status, ...answer.problems.map((problem) => problem.split(':')[0])];
  } finally {
    running.close();
  }
}

test.each<[string, string, Carelessness | undefined, string]>([
  ['serves another SDL', treesSdl('"Its name."\n  name: String'), undefined, 'RUNNING_SDL_DIFFERS'],
  ['answers unsigned calls', treesSdl(), 'answers unsigned calls', 'RUNNING_ANSWERS_UNSIGNED'],
  ['knows no key of the registry', treesSdl(), 'does not know the registry', 'RUNNING_REFUSES_REGISTRY'],
])('the publication of one that %s is refused, and no release made', async (_, serves, careless, code) => {
  const before = await registry.releaseHash();
  expect(await published(serves, careless)).toEqual(['CHECK_REFUSED', code]);
  expect(await registry.releaseHash()).toBe(before);
});

test('one that does not run is refused; one that runs as published is released', async () => {
  const nowhere = { url: 'http://127.0.0.1:1/graphql', keys: [publicCallKey(trees)] };
  expect((await registry.act('trees', publishTrees(treesSdl(), nowhere))).problems).toEqual([
    expect.stringMatching(/^RUNNING_UNREACHABLE: .*ECONNREFUSED/),
  ]);
  expect(await published(treesSdl())).toEqual(['DONE']);
});

test.each<[string, Record<string, string>, string | readonly string[]]>([
  ['no list', {}, 'MODELLREGION_RELEASE_HOSTS must be set: name the hosts'],
  [
    'everybody below a country',
    { MODELLREGION_RELEASE_HOSTS: '*.de' },
    'MODELLREGION_RELEASE_HOSTS: must be host',
  ],
  [
    'hosts',
    { MODELLREGION_RELEASE_HOSTS: 'a.kreis.example, *.b.example' },
    ['a.kreis.example', '*.b.example'],
  ],
  ['no list, for a developer', { MODELLREGION_PROFILE: 'developer' }, []],
])('where subgraphs may be called, in production: %s', (_, env, said) => {
  const { config, faults } = inspectRegistryConfig(env);
  const fault = faults.find((it) => it.startsWith('MODELLREGION_RELEASE_HOSTS'));
  if (typeof said === 'string') expect(fault).toContain(said);
  else expect([fault, config.allowedHosts ?? []]).toEqual([undefined, said]);
});

test('a registry in production has call keys, or says that it asks nobody', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-registry-'));
  const file = join(folder, 'registry.json');
  writeFileSync(file, JSON.stringify([registryKey]), { mode: 0o600 });
  const faults = (more: Record<string, string>): readonly string[] =>
    inspectRegistryConfig({ MODELLREGION_PROFILE: 'production', ...more }).faults.filter((it) =>
      it.includes('MODELLREGION_CALL_KEY_FILE'),
    );
  try {
    expect(faults({})).toEqual([expect.stringMatching(/must be set, since no subgraph answers unsigned/)]);
    expect(faults({ MODELLREGION_ASK_SUBGRAPHS: 'no' })).toEqual([]);
    expect(faults({ MODELLREGION_CALL_KEY_FILE: file })).toEqual([]);
    chmodSync(file, 0o644);
    expect(faults({ MODELLREGION_CALL_KEY_FILE: file })).toEqual([expect.stringMatching(/open to others/)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
