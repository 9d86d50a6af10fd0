import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { generateSigningKey } from '@modellregion/schema/release';
import { tampered } from '../schema/release/support.js';
import { composed, temporaryFolder } from '../support/gateway-under-test.js';
import { makeRelease, type Releasing } from './fake-registry.js';
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

/** What would be release 3, with the field `evil`. */
const next = (more: Partial<Releasing> = {}) =>
  makeRelease({ subgraphs: released.with('evil'), ...more }, released.registry.releases.at(-1) ?? null);
const document = async (more: Partial<Releasing> = {}) => (await next(more)).document;

/** Answers every question for a release with this. */
function answerWith(body: unknown): void {
  released.registry.behave((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', etag: '"x"' }).end(JSON.stringify(body));
  });
}

test.each<[string, string, () => Promise<unknown>]>([
  ['a changed manifest', 'BAD_SIGNATURE', async () => tampered(await document(), { sequence: 9 })],
  ["somebody else's", 'UNKNOWN_KEY', () => document({ signedBy: generateSigningKey('mallory') })],
  [
    'another key of that name',
    'BAD_SIGNATURE',
    () => document({ signedBy: generateSigningKey('steward-1') }),
  ],
  ['an unsigned one', 'NOT_A_RELEASE', async () => ({ ...(await document()), manifest: 'e30.e30.' })],
  [
    'another supergraph',
    'HASH_MISMATCH',
    async () => ({ ...(await document()), supergraph: 'type Query { a: ID }' }),
  ],
  ['an older one', 'OLDER_THAN_PINNED', () => document({ manifest: { sequence: 1, previous: null } })],
  ['another second one', 'OLDER_THAN_PINNED', () => document({ manifest: { sequence: 2, previous: null } })],
  ["another region's", 'WRONG_REGION', () => document({ manifest: { region: 'harz' } })],
  ['a page', 'NOT_A_RELEASE', () => Promise.resolve('<html>')],
])('%s is refused (%s); the last good one is served all the time', async (_what, reason, body) => {
  const { registry } = released;
  await released.release('first');
  const good = await released.release('good');
  const gateway = await released.start();
  const ended = underLoad(gateway);
  answerWith(await body());

  expect(await gateway.event('supergraph refused')).toMatchObject({ level: 'error', reason });
  expect(await readyz(gateway)).toMatchObject({ state: 'refused', reason, release: { sequence: 2 } });
  expect(await knownOf(gateway, 'good', 'evil')).toEqual(['good']);

  // As soon as the registry is itself again all is well, without anybody's doing.
  registry.behave(null);
  await gateway.event('supergraph in use is that of the registry again');
  expect(await readyz(gateway)).toMatchObject({
    state: 'current',
    release: { hash: good.hash.slice(0, 12) },
  });
  await released.release('last');
  await gateway.event('supergraph taken over');
  expect(await knownOf(gateway, 'last', 'good')).toEqual(['last']);
  expect(await ended()).toMatchObject({ failed: 0 });
});

test.each<[string, string, () => Partial<Releasing>]>([
  ['whose supergraph is none', 'NOT_GRAPHQL', () => ({ supergraph: 'type Query {' })],
  [
    'that leaves a subgraph out of its manifest',
    'SUBGRAPH_WITHOUT_ADDRESS',
    () => ({ subgraphs: [released.region.energy], supergraph: composed(released.region.subgraphs) }),
  ],
])('one %s, signed rightly, is refused (%s); the next one is taken', async (_what, reason, more) => {
  await released.release('good');
  const gateway = await released.start();
  await released.release('evil', more());
  expect(await gateway.event('supergraph refused')).toMatchObject({ reason });
  expect(await knownOf(gateway, 'good')).toEqual(['good']);
  await released.release('last');
  await gateway.event('supergraph taken over');
  expect(await readyz(gateway)).toMatchObject({ state: 'current', release: { sequence: 3 } });
});

test('one that is too large is refused while it arrives', async () => {
  await released.release('good');
  const gateway = await released.start();
  released.registry.behave((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(1_000_000, 'a');
    const more = (): void => {
      while (response.write(chunk));
      response.once('drain', more);
    };
    more();
  });
  expect(await gateway.event('supergraph refused')).toMatchObject({ reason: 'TOO_LARGE' });
  expect(await knownOf(gateway, 'good')).toEqual(['good']);
});

test('in production an address without TLS is refused, and one at a host that nobody allowed', async () => {
  const { energy, residents } = released.region;
  const energyAt = (url: string) => released.registry.release({ subgraphs: [residents, { ...energy, url }] });
  await energyAt('https://energy.owl.example/graphql');
  const gateway = await released.start({
    env: { MODELLREGION_SUBGRAPH_RESIDENTS_URL: residents.url },
    release: { urls: { httpsOnly: true, hosts: ['*.owl.example'] } },
  });
  for (const url of ['http://energy.owl.example/', 'https://energy.example/', 'https://127.0.0.1/']) {
    await energyAt(url);
    expect(await gateway.event('supergraph refused')).toMatchObject({
      reason: 'URL_NOT_ALLOWED',
      text: expect.stringContaining(`energy (${new URL(url).origin})`),
    });
  }
  await energyAt('https://new.owl.example/graphql');
  await gateway.event('supergraph taken over');
});
