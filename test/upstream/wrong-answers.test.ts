import { afterEach, describe, expect, test } from '@jest/globals';
import { onEntities } from '../faulty/mode.js';
import { answeringJson, type Behaviour } from '../support/fake-subgraph.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';
import { holdCalls } from '../support/held-calls.js';

const MIN_CALLS = 4;
const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;

async function start(executor = 'modellregion'): Promise<void> {
  region = await startSmallRegion();
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: {
      MODELLREGION_STATE: folder.path,
      MODELLREGION_EXECUTOR: executor,
      MODELLREGION_METRICS_PORT: '0',
      MODELLREGION_BREAKER_MIN_CALLS: String(MIN_CALLS),
      MODELLREGION_BREAKER_OPEN_MS: '60000',
    },
    registry: registryOf(region.subgraphs, 300),
  });
}
afterEach(async () => {
  await gateway.close();
  await region.close();
});

/** Different at every call, so that none of them is answered with another's answer. */
let asked = 0;
const ask = (fields: string): ReturnType<GatewayUnderTest['query']> =>
  gateway.query(`query Q${String((asked += 1))} { ${fields} }`);

/** What the gateway counts of energy's calls. */
async function counted(): Promise<string[]> {
  const { port } = gateway.log.find(({ event }) => event === 'metrics can be read') as { port: number };
  const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => /(rejected_total|fetches_total|breaker_state)\{subgraph="energy"/.test(line))
    .map((line) => line.replace('modellregion_subgraph_', '').replace('subgraph="energy",', ''))
    .sort();
}

const WRONG_ENTITIES: readonly (readonly [string, Behaviour])[] = [
  ['fewer entities than were asked for', onEntities((entities) => entities.slice(1))],
  ['more entities than were asked for', onEntities((entities) => [...entities, null])],
  ['a text for an entity', onEntities(([first]) => [first, 'x'])],
  ['no entities, and no error', onEntities(() => null)],
];

describe.each(['modellregion', 'apollo'])('executor %s', (executor) => {
  test.each(WRONG_ENTITIES)('%s: each call has failed, and soon none is made', async (_name, behave) => {
    await start(executor);
    region.energy.behave(behave);
    for (let call = 0; call < MIN_CALLS; call += 1) {
      const { data, errors } = await ask('residents(first: 2) { name meter }');
      expect(data).toMatchObject({ residents: [{ name: 'anna' }, { name: 'bernd', meter: null }] });
      expect(errors.at(-1)).toMatchObject({
        path: ['residents', 1, 'meter'],
        extensions: { code: 'SUBGRAPH_INVALID_RESPONSE', subgraph: 'energy' },
      });
    }
    await ask('tariff');
    expect(await counted()).toEqual([
      'breaker_state{subgraph="energy"} 2',
      'fetches_total{outcome="invalid"} 4',
      'fetches_total{outcome="refused"} 1',
      'rejected_total{code="SUBGRAPH_INVALID_RESPONSE"} 4',
      'rejected_total{code="SUBGRAPH_UNAVAILABLE"} 1',
    ]);
    const said = gateway.log.filter(
      ({ event }) => event === 'subgraph answered something else than was asked',
    );
    expect(said).toHaveLength(MIN_CALLS);
    expect(said[0]).toMatchObject({ level: 'warn', subgraph: 'energy' });
  });
});

test('an answer that two callers share is one failed call, and rejected for both', async () => {
  await start();
  // Two requests that differ, one call; planned beforehand, so that they get there together.
  const queries = ['meter', 'mine: meter'].map((field) => `{ residents { ${field} } }`);
  for (const query of queries) await gateway.query(query);
  const held = holdCalls(region.energy);
  const both = queries.map((query) => gateway.query(query));
  const call = await held.next();
  await gateway.query('{ count }');
  call.answer({ data: { _entities: [] } });
  await Promise.all(both);
  expect(await counted()).toEqual([
    'breaker_state{subgraph="energy"} 0',
    'fetches_total{outcome="invalid"} 1',
    'fetches_total{outcome="ok"} 2',
    'rejected_total{code="SUBGRAPH_INVALID_RESPONSE"} 2',
  ]);
});

test.each<[string, string, unknown]>([
  ['a number for a text', 'tariff', { tariff: 7 }],
  ['a root field left out', 'tariff', {}],
  ['a text for an object', 'outages { kind }', { outages: ['x', 'y'] }],
])('%s is rejected, once for each answer; the subgraph is asked on', async (_name, fields, data) => {
  await start();
  region.energy.behave(answeringJson({ data }));
  for (let call = 0; call < 2 * MIN_CALLS; call += 1) await ask(fields);
  expect(await counted()).toEqual([
    'breaker_state{subgraph="energy"} 0',
    'fetches_total{outcome="ok"} 8',
    'rejected_total{code="SUBGRAPH_INVALID_RESPONSE"} 8',
  ]);
});
