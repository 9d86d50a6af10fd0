import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { inspectRegistryConfig } from '../../subgraphs/registry/src/config.js';
import { createAuthority } from '../support/certificates.js';
import { startProxy, type TestProxy } from '../support/proxy.js';
import {
  newCallKey,
  publicCallKey,
  signedSubgraph,
  type SignedSubgraph,
} from '../support/signed-subgraph.js';
import {
  publishTrees,
  startRegistry,
  startRegistryCluster,
  treesSdl,
  type RegistryCluster,
} from './support.js';

// A registry as it runs in production: it asks subgraphs over https, at hosts that its operator allows, with
// certificates of the region's own authority, and through the steward's proxy.

const registryKey = newCallKey('registry-1');
const trees = newCallKey('trees-1');
const authority = createAuthority();
const stranger = createAuthority('Somebody else');
const folder = mkdtempSync(join(tmpdir(), 'modellregion-registry-'));
let subgraph: SignedSubgraph;
let proxy: TestProxy;
let cluster: RegistryCluster;
/** In production a registry takes its time to end: nobody waits for it before the last test has ended. */
const ending: Promise<void>[] = [];

beforeAll(async () => {
  writeFileSync(join(folder, 'ca.pem'), authority.pem);
  writeFileSync(join(folder, 'other.pem'), stranger.pem);
  const keys = { own: trees, registry: [publicCallKey(registryKey)] };
  subgraph = await signedSubgraph(treesSdl(), keys, undefined, authority.issue());
  proxy = await startProxy('kreis:geheim');
  cluster = await startRegistryCluster();
});
beforeEach(() => {
  (proxy.asked as string[]).length = 0;
});
afterAll(async () => {
  await Promise.all(ending);
  subgraph.close();
  await proxy.close();
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

/** Publishes trees at a name of this machine to a registry with these settings: codes of what refuses it, else DONE. */
async function published(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const settings = {
    MODELLREGION_RELEASE_HOSTS: 'localhost',
    MODELLREGION_CA_FILE: join(folder, 'ca.pem'),
    ...env,
  };
  const { config } = inspectRegistryConfig(settings);
  const { allowedHosts = null, outgoing } = config;
  if (outgoing === undefined) throw new Error('There is no way out.');
  const callKeys = [registryKey];
  const registry = await startRegistry({
    cluster,
    callKeys,
    settings: { profile: 'production', allowedHosts, outgoing },
  });
  try {
    const entry = { url: subgraph.url.replace('127.0.0.1', 'localhost'), keys: [publicCallKey(trees)] };
    const { problems, status } = await registry.act('trees', publishTrees(treesSdl(), entry));
    return status === 'DONE' ? [status] : problems;
  } finally {
    ending.push(registry.stop());
  }
}

const tunnels = (): ReadonlySet<string> => new Set(proxy.asked);
const tunnel = (): string => `CONNECT localhost:${new URL(subgraph.url).port}`;

test('it is asked and released: at an allowed host inside the network, by its certificate, without a proxy', async () => {
  expect(await published({})).toEqual(['DONE']);
  expect(tunnels()).toEqual(new Set());
});

test('through the proxy’s tunnel where there is one, and past it where NO_PROXY says so', async () => {
  expect(await published({ HTTPS_PROXY: proxy.url })).toEqual(['DONE']);
  expect(tunnels()).toEqual(new Set([tunnel()]));
  (proxy.asked as string[]).length = 0;
  expect(await published({ https_proxy: proxy.url, NO_PROXY: 'localhost' })).toEqual(['DONE']);
  expect(tunnels()).toEqual(new Set());
});

test.each<[string, () => Record<string, string>, RegExp]>([
  [
    'a certificate of another authority',
    () => ({ MODELLREGION_CA_FILE: join(folder, 'other.pem') }),
    /^RUNNING_UNREACHABLE: .* leads to no authority that is known here, see MODELLREGION_CA_FILE: [A-Z_]+\.$/,
  ],
  [
    'the same in the proxy’s tunnel',
    () => ({ MODELLREGION_CA_FILE: join(folder, 'other.pem'), HTTPS_PROXY: proxy.url }),
    /^RUNNING_UNREACHABLE: .* leads to no authority that is known here, see MODELLREGION_CA_FILE: [A-Z_]+\.$/,
  ],
  [
    'a proxy that wants another password',
    () => ({ HTTPS_PROXY: proxy.url.replace('geheim', 'falsch') }),
    /^RUNNING_UNREACHABLE: .*Proxy response \(407\)/,
  ],
  [
    'a host that is not allowed',
    () => ({ MODELLREGION_RELEASE_HOSTS: '*.kreis.example' }),
    /^URL_PRIVATE_HOST: /,
  ],
])('%s: refused, and the subgraph was not asked', async (_, env, problem) => {
  const before = subgraph.calls();
  expect(await published(env())).toEqual([expect.stringMatching(problem)]);
  expect(subgraph.calls()).toBe(before);
});

test.each([
  [
    { MODELLREGION_CA_FILE: '/nowhere/ca.pem' },
    'MODELLREGION_CA_FILE: /nowhere/ca.pem cannot be read (ENOENT)',
  ],
  [{ HTTPS_PROXY: 'proxy:3128' }, 'HTTPS_PROXY: must be an http or https URL'],
])('%j is a fault of the configuration', (env, fault) => {
  expect(inspectRegistryConfig(env).faults.join('\n')).toContain(fault);
});
