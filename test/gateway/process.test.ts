import { createServer } from 'node:http';
import { request, Agent } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, jwtVerify, importJWK } from 'jose';
import { answeringJson, fakeSubgraph, listen, type FakeSubgraph } from '../support/fake-subgraph.js';
import { ready, spawnGateway, type GatewayProcess } from '../support/gateway-process.js';
import { post, temporaryFolder, writeSupergraph } from '../support/gateway-under-test.js';

const SDL = 'type Query { price: Int }';
const PRELOAD = fileURLToPath(new URL('../support/gateway-loopback-only.cjs', import.meta.url));
const folder = temporaryFolder();
const running: GatewayProcess[] = [];
let shop: FakeSubgraph;
let supergraph: string;

beforeAll(async () => {
  shop = await fakeSubgraph('shop', SDL, { Query: { price: () => 5 } });
  supergraph = writeSupergraph(folder.path, [shop]);
});
afterEach(() => {
  shop.behave(null);
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await shop.close();
  folder.remove();
});

function start(args: readonly string[], env: Record<string, string> = {}, entry = 'main.js'): GatewayProcess {
  const gateway = spawnGateway(args, env, entry);
  running.push(gateway);
  return gateway;
}
const open = (...more: string[]): string[] => [
  '--supergraph',
  supergraph,
  '--port',
  '0',
  '--profile',
  'open',
  ...more,
];
const PRODUCTION = {
  MODELLREGION_JWT_ISSUER: 'https://issuer.example',
  MODELLREGION_JWT_AUDIENCE: 'modellregion',
  MODELLREGION_JWKS: '/nowhere/jwks.json',
};

describe('a gateway that cannot start says why in one sentence', () => {
  test.each([
    ['an unknown option', ['--prot', '1'], 2, '--prot is not known; the options are'],
    ['no identity in production', [], 2, 'Nobody could sign in: set MODELLREGION_JWT_ISSUER'],
    ['no such file', ['--profile', 'open', '--supergraph', '/nowhere'], 1, 'cannot be read (ENOENT)'],
  ])('%s', async (_name, args, exitCode, sentence) => {
    const gateway = start(args);
    expect(await gateway.ended).toBe(exitCode);
    expect(gateway.output().stderr).toContain(`modellregion gateway: `);
    expect(gateway.output().stderr).toContain(sentence);
    expect(gateway.output().stderr).not.toMatch(/\n +at /);
  });

  test('a taken port', async () => {
    const other = createServer();
    const port = await listen(other);
    const gateway = start([...open(), '--port', String(port)]);
    expect(await gateway.ended).toBe(1);
    other.close();
    expect(gateway.output().stderr).toContain(`Port ${String(port)} on 127.0.0.1 is taken`);
  });

  test('--help', async () => {
    const gateway = start(['--help']);
    expect(await gateway.ended).toBe(0);
    expect(gateway.output().stdout).toContain('--supergraph FILE');
  });
});

describe('nothing is told to anyone', () => {
  const REPORTING = {
    APOLLO_KEY: 'service:region:secret',
    APOLLO_GRAPH_REF: 'region@current',
    APOLLO_SCHEMA_REPORTING: 'true',
    APOLLO_TELEMETRY_DISABLED: 'false',
    NODE_OPTIONS: `--require ${PRELOAD}`,
  };

  test('from start to end not one connection or lookup leaves the machine, whatever the environment asks for', async () => {
    const gateway = start(open(), REPORTING);
    const url = await ready(gateway);
    expect((await post(url, { query: '{ price }' })).data).toEqual({ price: 5 });
    await post(url, { query: '{ unknown }' });
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(gateway.output().stderr).not.toContain('OUTGOING');
  });

  test('(the watch would have seen one)', async () => {
    const gateway = start(open(), {
      ...REPORTING,
      MODELLREGION_SUBGRAPH_SHOP_URL: 'http://192.0.2.1/graphql',
    });
    await ready(gateway);
    expect(await saysSoon(gateway, 'OUTGOING 192.0.2.1')).toBe(true);
  });
});

async function saysSoon(gateway: GatewayProcess, text: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (gateway.output().stderr.includes(text)) return true;
    await wait(20);
  }
  return false;
}

/**
 * Asks over and over on kept-alive connections, as portals do behind a balancer that looks at `/readyz` every
 * 100 ms and takes the gateway out when it is not ready; notes in `result` what came of it.
 */
async function hammer(url: string, result: { answered: number; lost: string[] }): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  let over = false;
  const balancer = setInterval(() => {
    void fetch(`${url}/readyz`).then(({ status }) => (over ||= status !== 200));
  }, 100);
  const once = (): Promise<void> =>
    new Promise((resolve) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === 200) result.answered += 1;
          else result.lost.push(String(response.statusCode));
          resolve();
        });
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        result.lost.push(String(error.code));
        resolve();
      });
      sent.end('{"query":"{ price }"}');
    });
  const worker = async (): Promise<void> => {
    while (!over) {
      await once();
      await wait(5);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  clearInterval(balancer);
  agent.destroy();
}

describe('the end', () => {
  test('on SIGTERM: not ready, connections closed, no request lost, within 5 s', async () => {
    const gateway = start(['--supergraph', supergraph, '--port', '0'], PRODUCTION);
    const url = await ready(gateway);
    const result = { answered: 0, lost: [] };
    const load = hammer(url, result);
    while (result.answered < 10) await wait(5);
    const started = performance.now();
    gateway.child.kill('SIGTERM');
    await wait(200);
    const state = await fetch(`${url}/readyz`);
    expect([state.status, state.headers.get('connection')]).toEqual([503, 'close']);
    await load;
    expect(result.lost).toEqual([]);
    expect(await gateway.ended).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a request that is under way is answered', async () => {
    shop.behave((_request, response) => {
      setTimeout(() => {
        answeringJson({ data: { price: 7 } })(_request, response);
      }, 600);
    });
    const gateway = start(open());
    const url = await ready(gateway);
    const answer = post(url, { query: '{ price }' });
    await wait(150);
    gateway.child.kill('SIGTERM');
    expect((await answer).data).toEqual({ price: 7 });
    expect(await gateway.ended).toBe(0);
  });

  test('a request that never ends does not hold it for longer than 5 s', async () => {
    shop.behave(() => undefined);
    const gateway = start(open(), { MODELLREGION_DEADLINE_MS: '60000' });
    const url = await ready(gateway);
    const hanging = post(url, { query: '{ price }' }).catch(() => 'cut off');
    await wait(150);
    const started = performance.now();
    gateway.child.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await hanging).toBe('cut off');
  });

  test('when its supervisor is gone', async () => {
    const gateway = start(open());
    await ready(gateway);
    gateway.child.disconnect();
    expect(await gateway.ended).toBe(0);
  });
});

describe('modellregion token', () => {
  test('prints a token alone on stdout, signed with the newest key of the state folder', async () => {
    const state = join(folder.path, 'state');
    const [newest, older] = await Promise.all(['k2', 'k1'].map((kid) => issuerKey(kid)));
    mkdirSync(join(state, 'issuer'), { recursive: true });
    writeFileSync(join(state, 'issuer', 'private.json'), JSON.stringify([newest, older]));
    const token = start(
      ['--resident', 'res-1', '--trust', 'HIGH'],
      { MODELLREGION_STATE: state },
      'token.js',
    );
    expect(await token.ended).toBe(0);
    const { stdout, stderr } = token.output();
    expect(stderr).toMatchInlineSnapshot(`
     "citizen res-1, trust HIGH, purposes SELF_SERVICE, valid 28800 s
     "
    `);
    const { payload, protectedHeader } = await jwtVerify(
      stdout.trim(),
      await importJWK(publicPart(newest), 'EdDSA'),
    );
    expect(protectedHeader.kid).toBe('k2');
    expect(payload).toMatchObject({
      sub: 'res-1',
      iss: 'https://issuer.modellregion.example/local',
      aud: 'modellregion',
      modellregion: { kind: 'citizen', trust: 'HIGH', scopes: [], purposes: ['SELF_SERVICE'] },
    });
  });

  test('says what to do where there are no keys yet', async () => {
    const token = start(
      ['--resident', 'res-1'],
      { MODELLREGION_STATE: join(folder.path, 'empty') },
      'token.js',
    );
    expect(await token.ended).toBe(1);
    expect(token.output().stdout).toBe('');
    expect(token.output().stderr).toMatch(
      /^modellregion token: There are no keys .* start the region once \("npm start"\)/,
    );
  });
});

async function issuerKey(kid: string): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA' };
}

function publicPart({ d: _secret, ...jwk }: Record<string, unknown> = {}): Record<string, unknown> {
  return jwk;
}
