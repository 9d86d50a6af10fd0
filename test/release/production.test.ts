import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../support/certificates.js';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import { createIssuer, identityEnvironment, writeCallKeys } from '../support/gateway-identity.js';
import { temporaryFolder, type GatewayUnderTest } from '../support/gateway-under-test.js';
import { startProxy, type TestProxy } from '../support/proxy.js';
import { FakeRegistry, type Releasing } from './fake-registry.js';
import { gatewayHome, knownOf, readyz, type GatewayHome } from './support.js';

// Release mode as it runs in production: registry and subgraphs over https with certificates of the region's own
// authority, through the municipality's proxy, everything signed and nothing but the allowed hosts.

const sdlWith = (field: string): string => `type Query { price: Int ${field}: Int }`;
const resolvers = { Query: { price: () => 5 } };
const folder = temporaryFolder();
const authority = createAuthority();
const stranger = createAuthority('Somebody else');

let environment: Record<string, string>;
let callKeys: NonNullable<Releasing['callKeys']>;
let shop: FakeSubgraph;
let plain: FakeSubgraph;
let proxy: TestProxy;
let registry: FakeRegistry;
let home: GatewayHome;
const running: GatewayUnderTest[] = [];

beforeAll(async () => {
  shop = await fakeSubgraph('shop', sdlWith('one'), resolvers, authority.issue());
  plain = await fakeSubgraph('shop', sdlWith('one'), resolvers);
  proxy = await startProxy('stadt:geheim');
  const caFile = join(folder.path, 'ca.pem');
  writeFileSync(caFile, authority.pem);
  const { env, keys } = writeCallKeys(join(folder.path, 'keys'), ['shop']);
  callKeys = (keys['shop'] ?? []).map(({ kid, x25519 }) => ({ kid, x25519 }));
  environment = {
    ...identityEnvironment(folder.path, await createIssuer()),
    ...env,
    MODELLREGION_CA_FILE: caFile,
    MODELLREGION_RELEASE_HOSTS: '127.0.0.1',
    HTTPS_PROXY: proxy.url,
  };
});
beforeEach(async () => {
  registry = await FakeRegistry.start(authority.issue());
  home = gatewayHome(folder.path);
});
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
  await registry.down();
});
afterAll(async () => {
  await Promise.all([shop.close(), plain.close(), proxy.close()]);
  folder.remove();
});

const release = (field: string, subgraph: FakeSubgraph = shop, more: Partial<Releasing> = {}) =>
  registry.release({ subgraphs: [{ ...subgraph, sdl: sdlWith(field) }], callKeys, ...more });

async function start(
  env: Record<string, string> = {},
  at: Pick<FakeRegistry, 'url'> = registry,
): Promise<GatewayUnderTest> {
  const gateway = await home.start(at, { profile: 'production', env: { ...environment, ...env } });
  running.push(gateway);
  return gateway;
}

const price = async (gateway: GatewayUnderTest): Promise<unknown> => (await gateway.query('{ price }')).data;

test('the gateway fetches, verifies and serves: through the proxy’s tunnels, with signed calls', async () => {
  await release('one');
  const gateway = await start();
  expect(await price(gateway)).toEqual({ price: 5 });
  expect(shop.calls.at(-1)?.headers).toHaveProperty('signature');
  await release('two');
  await gateway.event('supergraph taken over');
  expect(await knownOf(gateway, 'one', 'two')).toEqual(['two']);
  await registry.until(() => registry.serving.some(({ sequence }) => sequence === 2));
  const hosts = [registry.url, shop.url].map((url) => `CONNECT ${new URL(url).host}`);
  expect(new Set(proxy.asked)).toEqual(new Set(hosts));
});

describe('a registry whose certificate leads to another authority', () => {
  test('is not listened to: the log names it, and the last good release is served until it is mended', async () => {
    await release('good');
    const gateway = await start();
    await gateway.event('registry reached');
    await registry.down();
    const good = registry.certificate;
    registry.certificate = stranger.issue();
    await release('evil');
    await registry.up();
    for (;;) {
      const { text } = await gateway.event('registry unreachable');
      if (String(text).includes('certificate')) break;
    }
    expect((await readyz(gateway)).release).toMatchObject({
      sequence: 1,
      registry: { state: 'unreachable' },
    });
    expect([await knownOf(gateway, 'good', 'evil'), await price(gateway)]).toEqual([['good'], { price: 5 }]);
    expect(registry.asked.filter(({ etag }) => etag === undefined)).toHaveLength(1);

    await registry.down();
    registry.certificate = good;
    await registry.up();
    await gateway.event('supergraph taken over');
    expect((await readyz(gateway)).release.sequence).toBe(2);
  });

  test('stops a first start with a sentence', async () => {
    registry.certificate = stranger.issue();
    await registry.down();
    await registry.up();
    await release('evil');
    await expect(start()).rejects.toThrow(
      /gives no release \(its certificate leads to no authority that is known here, see MODELLREGION_CA_FILE: [A-Z_]+\)/,
    );
  });

  test('does not stop one that has a release of before', async () => {
    await release('good');
    await (await start()).close();
    running.length = 0;
    await registry.down();
    registry.certificate = stranger.issue();
    await registry.up();
    const gateway = await start();
    expect(await price(gateway)).toEqual({ price: 5 });
  });
});

test.each<[string, Record<string, string>, string | undefined, RegExp]>([
  [
    'a registry over http',
    {},
    'http://registry.owl.example',
    /MODELLREGION_REGISTRY_URL must be an https URL/,
  ],
  [
    'no list of hosts',
    { MODELLREGION_RELEASE_HOSTS: '' },
    undefined,
    /MODELLREGION_RELEASE_HOSTS is not set/,
  ],
  [
    'a host that is none',
    { MODELLREGION_RELEASE_HOSTS: '*.example' },
    undefined,
    /MODELLREGION_RELEASE_HOSTS/,
  ],
])('%s is a fault of the configuration', async (_what, env, url = registry.url, fault) => {
  await expect(start(env, { url })).rejects.toThrow(fault);
});

test.each<[string, () => Releasing]>([
  ['over http', () => ({ subgraphs: [plain], callKeys })],
  [
    'at a host that is not allowed',
    () => ({ subgraphs: [{ ...shop, url: 'https://localhost:1/graphql' }], callKeys }),
  ],
])(
  'a release that sends calls to a subgraph %s is refused; the last good one is served',
  async (_what, bad) => {
    await release('good');
    const gateway = await start();
    await registry.release(bad());
    expect(await gateway.event('supergraph refused')).toMatchObject({
      level: 'error',
      reason: 'URL_NOT_ALLOWED',
    });
    expect([await knownOf(gateway, 'good'), await price(gateway)]).toEqual([['good'], { price: 5 }]);
    expect(plain.calls).toEqual([]);
  },
);

test('a redirect is not followed, not even to a registry with a good certificate', async () => {
  await release('good');
  const gateway = await start();
  const elsewhere = await FakeRegistry.start(authority.issue());
  try {
    await elsewhere.release({ subgraphs: [{ ...shop, sdl: sdlWith('evil') }], manifest: { sequence: 5 } });
    registry.behave((request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}${request.url ?? ''}` }).end();
    });
    for (;;) {
      const { text } = await gateway.event('registry unreachable');
      if (String(text).includes('HTTP 307, a redirect, which is not followed')) break;
    }
    expect([elsewhere.asked, await knownOf(gateway, 'good', 'evil')]).toEqual([[], ['good']]);
  } finally {
    await elsewhere.down();
  }
});
