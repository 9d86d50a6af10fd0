import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:https';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority, writeIssued } from '../support/certificates.js';
import { fakeSubgraph, listen, type FakeSubgraph } from '../support/fake-subgraph.js';
import { AUDIENCE, createIssuer, ISSUER } from '../support/gateway-identity.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';
import { startProxy, type TestProxy } from '../support/proxy.js';

const SDL = 'type Query { price(of: Int): Int }';
const resolvers = { Query: { price: () => 5 } };
const folder = temporaryFolder();
const authority = createAuthority();
const issued = authority.issue();
const caFile = join(folder.path, 'ca.pem');
const otherCaFile = join(folder.path, 'other.pem');
let secure: FakeSubgraph;
let plain: FakeSubgraph;
let supergraphs: Record<'secure' | 'plain', string>;
let proxy: TestProxy;
const running: GatewayUnderTest[] = [];

beforeAll(async () => {
  writeFileSync(caFile, authority.pem);
  writeFileSync(otherCaFile, createAuthority('Somebody else').pem);
  secure = await fakeSubgraph('shop', SDL, resolvers, issued);
  plain = await fakeSubgraph('shop', SDL, resolvers);
  supergraphs = {
    secure: writeSupergraph(temporary('secure'), [secure]),
    plain: writeSupergraph(temporary('plain'), [plain]),
  };
  proxy = await startProxy('stadt:geheim');
});
afterEach(async () => {
  proxy.behave(null);
  secure.behave(null);
  plain.behave(null);
  (proxy.asked as string[]).length = 0;
  for (const gateway of running.splice(0)) await gateway.close();
});
afterAll(async () => {
  await Promise.all([secure.close(), plain.close(), proxy.close()]);
  folder.remove();
});

function temporary(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
}

async function gateway(which: 'secure' | 'plain', env: Record<string, string>): Promise<GatewayUnderTest> {
  const started = await startGateway(supergraphs[which], {
    env: { MODELLREGION_DEADLINE_MS: '400', ...env },
  });
  running.push(started);
  return started;
}

/** The price, or the code of the error that stands in its place. */
async function price(under: GatewayUnderTest, of = 0): Promise<unknown> {
  const query = 'query ($of: Int) { price(of: $of) }';
  const { data, errors } = await under.query(query, { variables: { of } });
  const found = (data as { price: number | null } | null)?.price ?? null;
  return found ?? errors[0]?.extensions['code'];
}

describe('TLS to a subgraph', () => {
  test('the right authority: answered', async () => {
    expect(await price(await gateway('secure', { MODELLREGION_CA_FILE: caFile }))).toBe(5);
  });

  test.each([
    ['no authority named', {}],
    ['another authority', { MODELLREGION_CA_FILE: otherCaFile }],
  ])('%s: refused, and nothing was sent', async (_name, env) => {
    const before = secure.calls.length;
    expect(await price(await gateway('secure', env))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(secure.calls.length).toBe(before);
  });

  test('a subgraph that suddenly speaks plain HTTP: refused, there is no way back to it', async () => {
    const before = plain.calls.length;
    const url = plain.url.replace('http:', 'https:');
    const env = { MODELLREGION_CA_FILE: caFile, MODELLREGION_SUBGRAPH_SHOP_URL: url };
    expect(await price(await gateway('plain', env))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(plain.calls.length).toBe(before);
  });

  test('a bundle that is none stops the start with one sentence', async () => {
    await expect(gateway('secure', { MODELLREGION_CA_FILE: supergraphs.plain })).rejects.toThrow(
      /^MODELLREGION_CA_FILE: .* holds no certificate in PEM form/,
    );
  });
});

describe('an outgoing proxy', () => {
  const through = (): Record<string, string> => ({
    HTTPS_PROXY: proxy.url,
    HTTP_PROXY: proxy.url,
    MODELLREGION_CA_FILE: caFile,
  });

  test('https goes through a tunnel, in which it is still verified', async () => {
    expect(await price(await gateway('secure', through()))).toBe(5);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${new URL(secure.url).host}`]));
    const unknown = { ...through(), MODELLREGION_CA_FILE: otherCaFile };
    expect(await price(await gateway('secure', unknown))).toBe('SUBGRAPH_UNAVAILABLE');
  });

  test('http is handed to the proxy; the subgraph sees path and host as ever', async () => {
    expect(await price(await gateway('plain', through()))).toBe(5);
    expect(proxy.asked).toContain(`POST ${plain.url}`);
    expect(plain.calls.at(-1)).toMatchObject({
      path: '/graphql',
      headers: { host: new URL(plain.url).host },
    });
    expect(plain.calls.at(-1)?.headers).not.toHaveProperty('proxy-authorization');
  });

  test.each([
    ['this machine', '127.0.0.1', 0],
    ['everything', '*', 0],
    ['another host', 'intern.example, .local', 1],
    ['another port', '127.0.0.1:1', 1],
  ])('NO_PROXY for %s (%s)', async (_name, list, least) => {
    expect(await price(await gateway('plain', { ...through(), NO_PROXY: list }))).toBe(5);
    expect(Math.min(proxy.asked.length, 1)).toBe(least);
  });

  test.each<[string, () => Record<string, string>, number]>([
    ['direct, past the common one', () => ({ ...through(), MODELLREGION_SUBGRAPH_SHOP_PROXY: 'direct' }), 0],
    ['a proxy where there is no common one', () => ({ MODELLREGION_SUBGRAPH_SHOP_PROXY: proxy.url }), 1],
    [
      'a proxy, whatever the list of exceptions says',
      () => ({
        ...through(),
        HTTP_PROXY: 'http://127.0.0.1:1',
        NO_PROXY: '*',
        MODELLREGION_SUBGRAPH_SHOP_PROXY: proxy.url,
      }),
      1,
    ],
  ])('one subgraph has its own way: %s', async (_name, env, least) => {
    expect(await price(await gateway('plain', env()))).toBe(5);
    expect(Math.min(proxy.asked.length, 1)).toBe(least);
    const secured = await gateway('secure', { ...env(), MODELLREGION_CA_FILE: caFile });
    expect(await price(secured)).toBe(5);
  });

  test('the small spelling counts as well, and first', async () => {
    const env = { ...through(), http_proxy: proxy.url, HTTP_PROXY: 'http://127.0.0.1:1', no_proxy: '' };
    expect(await price(await gateway('plain', env))).toBe(5);
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  test.each([
    // Without a tunnel the refusal is an HTML page, which might as well be the subgraph's own.
    ['refuses', 'refuse', { secure: 'SUBGRAPH_UNAVAILABLE', plain: 'SUBGRAPH_INVALID_RESPONSE' }],
    ['hangs', 'hang', { secure: 'SUBGRAPH_TIMEOUT', plain: 'SUBGRAPH_TIMEOUT' }],
  ] as const)(
    'that %s: told within the deadline, and the next call is good again',
    async (_name, how, codes) => {
      for (const which of ['secure', 'plain'] as const) {
        proxy.behave(how);
        const under = await gateway(which, through());
        const started = performance.now();
        expect([which, await price(under)]).toEqual([which, codes[which]]);
        expect(performance.now() - started).toBeLessThan(1_500);
        proxy.behave(null);
        expect([which, await price(under)]).toEqual([which, 5]);
      }
    },
  );

  test.each(['secure', 'plain'] as const)('wrong password at the proxy (%s): unavailable', async (which) => {
    const wrong = proxy.url.replace('geheim', 'falsch');
    const env = { ...through(), HTTPS_PROXY: wrong, HTTP_PROXY: wrong };
    expect(await price(await gateway(which, env))).toBe('SUBGRAPH_UNAVAILABLE');
  });

  test.each(['secure', 'plain'] as const)(
    'at most 32 connections at once, as without a proxy (%s)',
    async (which) => {
      const subgraph = which === 'secure' ? secure : plain;
      let now = 0;
      let most = 0;
      subgraph.behave((_request, response, { right }) => {
        most = Math.max(most, (now += 1));
        setTimeout(() => {
          now -= 1;
          void right().then((answer) => {
            response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
          });
        }, 200);
      });
      const under = await gateway(which, { ...through(), MODELLREGION_DEADLINE_MS: '8000' });
      // All different: equal ones would be one call.
      const prices = await Promise.all(Array.from({ length: 60 }, (_, of) => price(under, of)));
      expect(new Set(prices)).toEqual(new Set([5]));
      expect(most).toBeGreaterThan(20);
      expect(most).toBeLessThanOrEqual(32);
    },
  );

  test('a redirect is not followed through it either', async () => {
    secure.behave((_request, response) => {
      response.writeHead(307, { location: plain.url }).end();
    });
    const before = plain.calls.length;
    expect(await price(await gateway('secure', through()))).toBe('SUBGRAPH_INVALID_RESPONSE');
    expect(plain.calls.length).toBe(before);
  });

  test('the issuer’s keys come through it', async () => {
    const issuer = await createIssuer();
    const server = createServer(issued, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(issuer.jwks));
    });
    const port = await listen(server);
    const env = {
      ...through(),
      MODELLREGION_JWT_ISSUER: ISSUER,
      MODELLREGION_JWT_AUDIENCE: AUDIENCE,
      MODELLREGION_JWKS: `https://127.0.0.1:${String(port)}/jwks`,
    };
    const under = await startGateway(supergraphs.secure, {
      env,
      argv: ['--profile', 'developer'],
      registry: registryOf([]),
    });
    running.push(under);
    const token = await issuer.token();
    const answer = await under.query('{ price }', { headers: { authorization: `Bearer ${token}` } });
    expect([answer.status, answer.data]).toEqual([200, { price: 5 }]);
    expect(proxy.asked).toContain(`CONNECT 127.0.0.1:${String(port)}`);
    server.close();
    server.closeAllConnections();
  });
});

test('the listener speaks TLS alone when it has a certificate', async () => {
  const { certFile, keyFile } = writeIssued(folder.path, 'listener', issued);
  const env = {
    MODELLREGION_TLS_CERT_FILE: certFile,
    MODELLREGION_TLS_KEY_FILE: keyFile,
    MODELLREGION_CA_FILE: caFile,
  };
  const under = await gateway('secure', env);
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connect: { ca: authority.pem } });
  const url = under.gateway.url;
  expect(url).toMatch(/^https:/);
  const live = await request(`${url}/livez`, { dispatcher });
  expect(live.statusCode).toBe(200);
  await live.body.dump();
  await expect(fetch(`${url.replace('https', 'http')}/livez`)).rejects.toThrow();
  await expect(request(`${url}/livez`)).rejects.toThrow(/certificate/);
  await dispatcher.close();
});
