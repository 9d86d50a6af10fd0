import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import { ready, spawnGateway } from '../support/gateway-process.js';
import {
  post,
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';
import { holdCalls } from '../support/held-calls.js';

const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;

beforeAll(async () => {
  region = await startSmallRegion();
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: { MODELLREGION_STATE: folder.path },
    registry: registryOf(region.subgraphs, 20_000),
  });
});
afterEach(() => {
  region.residents.behave(null);
  region.energy.behave(null);
});
afterAll(async () => {
  await gateway.close();
  await region.close();
  folder.remove();
});

/** Asks, and can hang up. */
function client(
  query: string,
  requestId: string,
): { readonly hangUp: () => void; readonly answer: Promise<unknown> } {
  const line = new AbortController();
  const answer = fetch(`${gateway.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId },
    body: JSON.stringify({ query }),
    signal: line.signal,
  }).then((response) => response.json());
  answer.catch(() => undefined);
  return {
    answer,
    hangUp: () => {
      line.abort();
    },
  };
}

/** The log of one request, once its last line is there. */
async function logOf(requestId: string): Promise<Record<string, unknown>[]> {
  for (;;) {
    const lines = gateway.log.filter((line) => line['requestId'] === requestId);
    if (lines.some(({ event }) => event === 'request')) return lines;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('who hangs up is not worked for any longer: every call under way is given up, and no fault is seen in it', async () => {
  const [residents, energy] = [holdCalls(region.residents), holdCalls(region.energy)];
  const { hangUp } = client('{ count tariff }', 'left-1');
  const calls = [await residents.next(), await energy.next()];
  hangUp();
  await Promise.all(calls.map(({ givenUp }) => givenUp));
  expect(await logOf('left-1')).toMatchObject([{ event: 'request', status: 499, subgraphCalls: 2 }]);
  const ready = (await (await fetch(`${gateway.gateway.url}/readyz`)).json()) as { subgraphs: object[] };
  expect(ready.subgraphs).toMatchObject([{ lastErrorCode: null }, { lastErrorCode: null }]);
});

test('and the next hop of their query is not begun', async () => {
  const residents = holdCalls(region.residents);
  const before = region.energy.calls.length;
  const { hangUp } = client('{ me { meter } }', 'left-2');
  const call = await residents.next();
  hangUp();
  await call.givenUp;
  await logOf('left-2');
  expect(region.energy.calls.length).toBe(before);
});

test('a change is carried out whole, whoever waits for it', async () => {
  const residents = holdCalls(region.residents);
  const { hangUp } = client('mutation { a: move(id: "1") { id } b: move(id: "2") { id } }', 'left-3');
  const call = await residents.next();
  hangUp();
  await logOf('left-3');
  const state = await Promise.race([call.givenUp.then(() => 'given up'), Promise.resolve('under way')]);
  expect(state).toBe('under way');
  call.answer({ data: { a: { id: '1' }, b: { id: '2' } } });
  await call.givenUp;
});

test('sixteen calls at once of one request are no leak: nothing is written to stderr', async () => {
  const port = ['--port', '0', '--profile', 'open'];
  const own = spawnGateway(['--supergraph', writeSupergraph(folder.path, region.subgraphs), ...port]);
  const fields = Array.from({ length: 16 }, (_, index) => `m${String(index)}: me { meter units }`);
  const { data } = await post(await ready(own), { query: `{ ${fields.join(' ')} }` });
  own.child.kill();
  await own.ended;
  expect(data).toHaveProperty('m15', { meter: 'meter 1', units: [] });
  expect(own.output().stderr).toBe('');
});
