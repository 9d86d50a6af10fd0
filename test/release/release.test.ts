import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { CONTRACT_VERSION, type PrivateCallKey } from '@modellregion/schema';
import { fakeSubgraph } from '../support/fake-subgraph.js';
import { composed, temporaryFolder } from '../support/gateway-under-test.js';
import { knownOf, readyz, ReleasedRegion, underLoad } from './support.js';

const folder = temporaryFolder();
let released: ReleasedRegion;
beforeEach(async () => {
  released = await ReleasedRegion.create(folder.path);
});
afterEach(() => released.close());
afterAll(() => {
  folder.remove();
});

test('a new release is served without a restart and without a failed request; then the next is waited for', async () => {
  const { registry } = released;
  const first = await released.release('one');
  const gateway = await released.start();
  const ended = underLoad(gateway);
  const second = await released.release('two');
  const event = await gateway.event('supergraph taken over');
  expect(await knownOf(gateway, 'one', 'two')).toEqual(['two']);
  expect(await ended()).toMatchObject({ failed: 0 });
  expect(event['release']).toMatchObject({ sequence: 2, hash: second.hash.slice(0, 12), variant: 'full' });
  expect(await readyz(gateway)).toMatchObject({
    state: 'current',
    release: { sequence: 2, hash: second.hash.slice(0, 12), registry: { state: 'reached' } },
  });
  await registry.until(() => registry.asked.length === 3);
  expect(registry.asked).toEqual([
    { etag: undefined, prefer: undefined },
    { etag: `"${first.hash}"`, prefer: 'wait=25' },
    { etag: `"${second.hash}"`, prefer: 'wait=25' },
  ]);
});

test('a subgraph is called where the manifest says, whatever the supergraph says, and by the operator it names', async () => {
  const { region, registry } = released;
  await released.release('one');
  const gateway = await released.start();
  const moved = await fakeSubgraph('energy', region.energy.sdl, { Query: { tariff: () => 'moved' } });
  await registry.release({
    subgraphs: [region.residents, moved],
    supergraph: composed(region.subgraphs),
  });
  await gateway.event('supergraph taken over');
  expect((await gateway.query('{ tariff }')).data).toEqual({ tariff: 'moved' });
  moved.behave((_request, response) => response.writeHead(500).end());
  const { errors } = await gateway.query('{ t: tariff }');
  expect(errors[0]?.extensions).toMatchObject({ operator: 'Stadt energy' });
  await moved.close();
});

test('calls are signed for the key that the release names, and for the next one from the next release on', async () => {
  const own = callKey('gateway-1');
  const file = join(released.home.state, 'call-keys.json');
  writeFileSync(file, JSON.stringify([own]), { mode: 0o600 });
  const callKeys = (kid: string) => {
    const { x25519 } = callKey(kid);
    return [{ kid, x25519 }];
  };
  await released.release('one', { callKeys: callKeys('town-1') });
  const gateway = await released.start({
    profile: 'developer',
    env: { MODELLREGION_CALL_KEY_FILE: file, MODELLREGION_KEY_DIRECTORY: '/nowhere' },
  });
  const keyOfLastCall = (): unknown => released.region.residents.calls.at(-1)?.headers['signature-input'];
  await gateway.query('{ count }');
  expect(keyOfLastCall()).toContain('keyid="gateway-1.town-1"');
  await released.release('two', { callKeys: callKeys('town-2') });
  await gateway.event('supergraph taken over');
  await gateway.query('{ count }');
  expect(keyOfLastCall()).toContain('keyid="gateway-1.town-2"');
});

test('a release whose subgraphs speak a version of the contract that is not accepted is refused as a whole', async () => {
  await released.release('good', { contract: CONTRACT_VERSION });
  const gateway = await released.start({ profile: 'developer' });
  await released.release('evil', { contract: CONTRACT_VERSION + 2 });
  expect(await gateway.event('supergraph refused')).toMatchObject({
    reason: 'CONTRACT_NOT_ACCEPTED',
    text: expect.stringContaining(
      `Subgraph residents speaks version ${String(CONTRACT_VERSION + 2)} of the contract`,
    ),
  });
  expect(await knownOf(gateway, 'good', 'evil')).toEqual(['good']);
  await released.release('next');
  await gateway.event('supergraph taken over');
  expect(await knownOf(gateway, 'next')).toEqual(['next']);
});

/** A call key as `modellregion call-key` makes them. */
function callKey(kid: string): PrivateCallKey {
  const { x = '', d = '' } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return { kid, x25519: x, d };
}

test('the environment says otherwise where it says anything', async () => {
  const { energy, residents } = released.region;
  await released.registry.release({
    subgraphs: [residents, { ...energy, url: 'https://energy.example/graphql' }],
  });
  const gateway = await released.start({ env: { MODELLREGION_SUBGRAPH_ENERGY_URL: energy.url } });
  expect((await gateway.query('{ tariff }')).data).toEqual({ tariff: 'basic' });
});

test('a rollback is a release: the old content under a new number', async () => {
  await released.release('old');
  const gateway = await released.start();
  await released.release('fresh');
  await gateway.event('supergraph taken over');
  await released.release('old', { manifest: { restores: 1, reason: 'back to release 1' } });
  await gateway.event('supergraph taken over');
  expect(await knownOf(gateway, 'old', 'fresh')).toEqual(['old']);
  expect((await readyz(gateway)).release.sequence).toBe(3);
});

test('reload() takes the newest over again, and asks the registry at once', async () => {
  await released.release('one');
  const gateway = await released.start();
  gateway.gateway.reload();
  expect(await gateway.event('supergraph taken over')).toMatchObject({ release: { sequence: 1 } });
});

test('the registry learns which release is served', async () => {
  const { registry } = released;
  const first = await released.release('one');
  const gateway = await released.start();
  await registry.until(() => registry.serving.length === 1);
  const second = await released.release('two');
  await gateway.event('supergraph taken over');
  await registry.until(() => registry.serving.length === 2);
  expect(registry.serving).toMatchObject([
    { gateway: 'gateway-owl', release: first.hash, sequence: 1 },
    { gateway: 'gateway-owl', release: second.hash, sequence: 2 },
  ]);
});

test('metrics say which release is served, since when it is there, and why another is not', async () => {
  const createdAt = '2026-01-02T03:04:05Z';
  await released.release('one', { manifest: { createdAt } });
  const gateway = await released.start({ env: { MODELLREGION_METRICS_PORT: '0' } });
  const { port } = await gateway.event('metrics can be read');
  await released.release('harz', { manifest: { region: 'harz' } });
  await gateway.event('supergraph refused');
  const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
  expect(text).toContain('modellregion_release_sequence 1\n');
  expect(text).toContain(`release_created_timestamp_seconds ${String(Date.parse(createdAt) / 1_000)}\n`);
  expect(text).toContain('modellregion_releases_refused_total{reason="WRONG_REGION"} 1\n');
  expect(text).toContain('modellregion_supergraph_refused 1\n');
  expect(text).toContain('modellregion_registry_up 1\n');
});
