import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { answeringJson, type Behaviour } from '../support/fake-subgraph.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

const OPEN_MS = 300;
const DEADLINE_MS = 100;
const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;

beforeEach(async () => {
  region = await startSmallRegion();
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: {
      MODELLREGION_STATE: folder.path,
      MODELLREGION_BREAKER_MIN_CALLS: '4',
      MODELLREGION_BREAKER_OPEN_MS: String(OPEN_MS),
      MODELLREGION_BREAKER_PROBES: '2',
    },
    registry: registryOf(region.subgraphs, DEADLINE_MS),
  });
});
afterEach(async () => {
  await gateway.close();
  await region.close();
});

/** Different at every call, so that none of them is answered with another's answer. */
let asked = 0;
const ask = (fields = 'tariff'): ReturnType<GatewayUnderTest['query']> =>
  gateway.query(`query Q${String((asked += 1))} { ${fields} }`);
const code = async (): Promise<unknown> => (await ask()).errors[0]?.extensions['code'] ?? null;

async function breakerOf(name: string): Promise<unknown> {
  const response = await fetch(`${gateway.gateway.url}/readyz`);
  const { subgraphs } = (await response.json()) as { subgraphs: { name: string; breaker: string }[] };
  return subgraphs.find((it) => it.name === name)?.breaker;
}

const hang: Behaviour = () => undefined;

test('a subgraph that hangs costs its deadline four times, then nothing: answers come without a call', async () => {
  region.energy.behave(hang);
  for (let call = 0; call < 4; call += 1) expect(await code()).toBe('SUBGRAPH_TIMEOUT');
  const before = region.energy.calls.length;
  const answer = await ask('count tariff');
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ count: 3, tariff: null });
  expect(answer.errors).toMatchObject([{ path: ['tariff'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  expect(region.energy.calls.length).toBe(before);
  expect([await breakerOf('energy'), await breakerOf('residents')]).toEqual(['open', 'closed']);
});

test('when it is well again two calls prove it, and the log tells the story', async () => {
  region.energy.behave(answeringJson({ errors: [{ message: 'x' }] }, 500));
  for (let call = 0; call < 4; call += 1) await ask();
  region.energy.behave(null);
  expect(await code()).toBe('SUBGRAPH_UNAVAILABLE');
  await new Promise((resolve) => setTimeout(resolve, OPEN_MS));
  expect([await code(), await code(), await breakerOf('energy')]).toEqual([null, null, 'closed']);
  expect(gateway.log.filter(({ event }) => event === 'circuit breaker')).toMatchObject([
    { level: 'warn', subgraph: 'energy', state: 'open', calls: 4, failed: 4, slow: 0 },
    { level: 'info', subgraph: 'energy', state: 'half-open' },
    { level: 'info', subgraph: 'energy', state: 'closed' },
  ]);
});

test.each<[string, Behaviour]>([
  [
    'refuses what callers may not read',
    answeringJson({ data: { tariff: null }, errors: [{ message: 'x', extensions: { code: 'FORBIDDEN' } }] }),
  ],
  [
    'has an error of its own at one field',
    answeringJson({ data: { tariff: null }, errors: [{ message: 'x' }] }),
  ],
])('a subgraph that %s is asked on', async (_name, behaviour) => {
  region.energy.behave(behaviour);
  for (let call = 0; call < 12; call += 1) await ask();
  expect(region.energy.calls.length).toBe(12);
  expect(await breakerOf('energy')).toBe('closed');
});

test('it can be switched off', async () => {
  const off = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: {
      MODELLREGION_STATE: folder.path,
      MODELLREGION_BREAKER: 'off',
      MODELLREGION_BREAKER_MIN_CALLS: '1',
    },
    registry: registryOf(region.subgraphs, DEADLINE_MS),
  });
  region.energy.behave(answeringJson({ errors: [{ message: 'x' }] }, 500));
  for (let call = 0; call < 5; call += 1) await off.query('{ tariff }');
  await off.close();
  expect(region.energy.calls.length).toBe(5);
});
