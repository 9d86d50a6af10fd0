import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeSubgraph } from '../support/fake-subgraph.js';
import { ENERGY_SDL, RESIDENTS_SDL, startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  composed,
  registryOf,
  replaceFile,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
  type StartOptions,
} from '../support/gateway-under-test.js';
import { holdCalls } from '../support/held-calls.js';

const folder = temporaryFolder();
const EVERY_MS = '20';
let region: SmallRegion;
let file: string;
let gateway: GatewayUnderTest;

beforeEach(async () => {
  region = await startSmallRegion();
  file = writeSupergraph(folder.path, region.subgraphs);
});
afterEach(async () => {
  await gateway.close();
  await region.close();
});
afterAll(() => {
  folder.remove();
});

async function start({ env, ...options }: StartOptions = {}): Promise<void> {
  gateway = await startGateway(file, {
    env: { MODELLREGION_SUPERGRAPH_POLL_MS: EVERY_MS, ...env },
    ...options,
  });
}

/** With registered subgraphs: they are asked for /readyz, so that every GraphQL call is one of ours. */
const startDeveloper = (): Promise<void> =>
  start({
    argv: ['--profile', 'developer'],
    env: { MODELLREGION_STATE: folder.path },
    registry: registryOf(region.subgraphs, 60_000),
  });

/** The small region with another contract of residents. */
const residents = (change: (sdl: string) => string): string =>
  composed([{ ...region.residents, sdl: change(RESIDENTS_SDL) }, region.energy]);
/** One more field, so that it can be seen which supergraph answers. */
const withField = (name: string): string =>
  residents((sdl) => sdl.replace('count: Int!', `count: Int! ${name}: Int`));

interface Ready {
  readonly status: string;
  readonly supergraph: { loadedAt: string; hash: string; state: string; reason?: string };
  readonly subgraphs: readonly { readonly name: string; readonly state: string }[];
}
async function readyz(): Promise<{ status: number; text: string; body: Ready }> {
  const answer = await fetch(`${gateway.gateway.url}/readyz`);
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) as Ready };
}

/** Threads of this process besides its own. */
function threads(): number {
  const report = process.report.getReport() as unknown as { readonly workers: readonly unknown[] };
  return report.workers.length;
}

/** The planner in use and the one that stands by. */
const PLANNERS = 2;
/** A thread that has just begun is not in the report yet. */
async function bothPlanners(): Promise<void> {
  while (threads() !== PLANNERS) await wait(10);
}

test('a field that a new file adds is served without a restart; documents of before go on', async () => {
  await start();
  const before = await readyz();
  expect((await gateway.query('{ added: __typename count }')).data).toEqual({ added: 'Query', count: 3 });
  expect((await gateway.query('{ more }')).status).toBe(400);

  replaceFile(file, withField('more'));
  const event = await gateway.event('supergraph taken over');

  expect((await gateway.query('{ more }')).status).toBe(200);
  expect((await gateway.query('{ added: __typename count }')).data).toEqual({ added: 'Query', count: 3 });
  const { supergraph } = (await readyz()).body;
  expect(supergraph).toEqual({
    state: 'current',
    hash: event['hash'],
    loadedAt: expect.stringMatching(/^\d{4}-/),
  });
  expect(supergraph.hash).not.toBe(before.body.supergraph.hash);
  expect(supergraph.hash).toMatch(/^[0-9a-f]{12}$/);
});

test('all that shows the schema shows the new one: introspection, pages, lists', async () => {
  await startDeveloper();
  const text = withField('more');
  replaceFile(file, text);
  await gateway.event('supergraph taken over');
  const page = async (path: string): Promise<string> => (await fetch(gateway.gateway.url + path)).text();
  expect(await page('/developer/supergraph.graphql')).toBe(text);
  expect(await page('/developer/api.graphql')).toContain('more: Int');
  const { data } = await gateway.query('{ __type(name: "Query") { fields { name } } }');
  expect(data).toMatchObject({ __type: { fields: expect.arrayContaining([{ name: 'more' }]) } });
  expect((await fetch(`${gateway.gateway.url}/geojson`)).status).toBe(200);
});

test('of five files in a row the newest is served in the end', async () => {
  await start();
  const texts = ['a1', 'a2', 'a3', 'a4', 'a5'].map(withField);
  for (const text of texts) {
    replaceFile(file, text);
    gateway.gateway.reload();
  }
  const served = async (): Promise<string> => {
    await gateway.event('supergraph taken over');
    const answer = await gateway.query('{ a5 }');
    return answer.status === 200 ? 'a5' : served();
  };
  expect(await served()).toBe('a5');
});

describe('a supergraph that cannot be served leaves the last good one in use', () => {
  test.each([
    ['not GraphQL', () => 'type Query { broken', 'NOT_GRAPHQL', /is not GraphQL \(Syntax Error/],
    ['no supergraph', () => RESIDENTS_SDL, 'NOT_A_SUPERGRAPH', /has no enum join__Graph/],
    [
      'one with an unknown feature',
      (good: string) =>
        good.replace('{', '@link(url: "https://specs.apollo.dev/connect/v0.1", for: EXECUTION)\n{'),
      'UNSUPPORTED_FEATURE',
      /uses connect v0\.1/,
    ],
    [
      'a subgraph without an address',
      (good: string) => good.replace(region.energy.url, 'nowhere'),
      'SUBGRAPH_WITHOUT_ADDRESS',
      /set MODELLREGION_SUBGRAPH_ENERGY_URL/,
    ],
    [
      'one that is not whole',
      (good: string) => good.slice(0, good.indexOf('type Query')),
      'NOT_LOADABLE',
      /cannot be loaded \(.+\)/,
    ],
    ['an empty file', () => '', 'NOT_GRAPHQL', /is not GraphQL/],
    ['a file of zeros', () => '\0'.repeat(5_000), 'NOT_GRAPHQL', /is not GraphQL/],
    ['a file that is far too large', () => '#'.repeat(16_000_001), 'TOO_LARGE', /more than the 16000000/],
  ])('%s', async (_name, change, reason, text) => {
    await start();
    await bothPlanners();
    const before = (await readyz()).body.supergraph;

    replaceFile(file, change(readFileSync(file, 'utf8')));
    const refused = await gateway.event('supergraph refused');

    expect(refused).toMatchObject({ level: 'error', text: expect.stringMatching(text) });
    expect((await gateway.query('{ count }')).data).toEqual({ count: 3 });
    const ready = await readyz();
    expect([ready.status, ready.body.status]).toEqual([200, 'ready']);
    expect(ready.body.supergraph).toEqual({ ...before, state: 'refused', reason });
    expect(ready.text).not.toContain(folder.path);
    expect(threads()).toBe(PLANNERS);

    replaceFile(file, withField('more'));
    await gateway.event('supergraph taken over');
    expect((await readyz()).body.supergraph.state).toBe('current');
    expect((await gateway.query('{ more }')).status).toBe(200);
  });

  test('a file that is gone; with the one in use back in its place all is well', async () => {
    await start();
    const good = readFileSync(file, 'utf8');
    rmSync(file);
    await gateway.event('supergraph refused');
    expect((await readyz()).body.supergraph.reason).toBe('NOT_READABLE');
    writeFileSync(file, good);
    await gateway.event('supergraph in use is that of the file again');
    expect((await readyz()).body.supergraph.state).toBe('current');
    expect(gateway.log.map(({ event }) => event)).not.toContain('supergraph taken over');
  });
});

test('a request that began before is answered by the supergraph it began with', async () => {
  await startDeveloper();
  const held = holdCalls(region.residents);
  const early = gateway.query('{ me { name meter } }');
  const call = await held.next();

  replaceFile(file, composed([region.residents]));
  await gateway.event('supergraph taken over');
  const late = await gateway.query('{ tariff }');
  expect(late.errors[0]?.message).toContain('Cannot query field "tariff"');
  expect((await readyz()).body.subgraphs.map(({ name }) => name)).toEqual(['residents']);

  call.answer({ data: { me: { __typename: 'Resident', id: '1', name: 'anna' } } });
  expect((await early).data).toEqual({ me: { name: 'anna', meter: 'meter 1' } });
  await gateway.event('supergraph no longer in use');
  await region.energy.unconnected();
  await bothPlanners();
});

test('who reads after a change that began before is not answered with what was read before it', async () => {
  await startDeveloper();
  const held = holdCalls(region.residents);
  const change = gateway.query('mutation { move(id: "1") { name } }');
  const changing = await held.next();
  replaceFile(file, withField('more'));
  await gateway.event('supergraph taken over');
  const early = gateway.query('{ me { name } }');
  const earlyCall = await held.next();
  changing.answer({ data: { move: { name: 'anna' } } });
  expect((await change).data).toEqual({ move: { name: 'anna' } });
  const late = gateway.query('{ me { name } }');
  const lateCall = await held.next();
  earlyCall.answer({ data: { me: { name: 'before' } } });
  lateCall.answer({ data: { me: { name: 'after' } } });
  expect([(await early).data, (await late).data]).toEqual([
    { me: { name: 'before' } },
    { me: { name: 'after' } },
  ]);
});

test('a subgraph that joins is called and asked how it is; one that moves is called where it is now', async () => {
  const SDL = 'type Query { route: String }';
  const mobility = await fakeSubgraph('mobility', SDL, { Query: { route: () => 'bus' } });
  const moved = await fakeSubgraph('mobility', SDL, { Query: { route: () => 'train' } });
  await start();
  replaceFile(file, composed([...region.subgraphs, mobility]));
  await gateway.event('supergraph taken over');
  const { data } = await gateway.query('{ route count tariff }');
  expect(data).toEqual({ route: 'bus', count: 3, tariff: 'basic' });
  const { subgraphs } = (await readyz()).body;
  expect(subgraphs.map(({ name, state }) => [name, state])).toEqual([
    ['energy', 'up'],
    ['mobility', 'up'],
    ['residents', 'up'],
  ]);

  replaceFile(file, composed([...region.subgraphs, moved]));
  await gateway.event('supergraph taken over');
  const calls = mobility.calls.length;
  expect((await gateway.query('{ route }')).data).toEqual({ route: 'train' });
  expect(mobility.calls.length).toBe(calls);
  await Promise.all([mobility.close(), moved.close()]);
});

test('what is known of a subgraph’s health is known under the next supergraph', async () => {
  await start({ env: { MODELLREGION_BREAKER_MIN_CALLS: '2', MODELLREGION_BREAKER_OPEN_MS: '60000' } });
  region.energy.behave((_request, response) => response.writeHead(500).end());
  await gateway.query('{ tariff }');
  await gateway.query('{ t: tariff }');
  const energy = async (): Promise<unknown> =>
    (await readyz()).body.subgraphs.find(({ name }) => name === 'energy');
  expect(await energy()).toMatchObject({ breaker: 'open' });
  replaceFile(file, withField('more'));
  await gateway.event('supergraph taken over');
  expect(await energy()).toMatchObject({ breaker: 'open' });
});

test('what was asked for is planned before the new supergraph takes over; what does not fit is left out', async () => {
  await start({ env: { MODELLREGION_METRICS_PORT: '0' } });
  const { port } = await gateway.event('metrics can be read');
  const metrics = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
  const misses = async (): Promise<string | undefined> =>
    /lookups_total\{result="miss"\} (\d+)/.exec(await metrics())?.[1];
  const variant = 'query ($x: Boolean!) { count tariff @include(if: $x) }';
  const ask = async (): Promise<void> => {
    await gateway.query('{ me { name meter } }');
    await gateway.query(variant, { variables: { x: true } });
    await gateway.query(variant, { variables: { x: false } });
  };
  await ask();
  await gateway.query('{ private }');
  const before = await misses();

  replaceFile(
    file,
    residents((sdl) => sdl.replace('private: String', '')),
  );
  expect(await gateway.event('supergraph taken over')).toMatchObject({ warmed: 2 });
  await ask();
  expect([before, await misses()]).toEqual(['4', '4']);
  expect(await metrics()).toContain('modellregion_supergraph_reloads_total{outcome="loaded"} 1\n');
  expect((await gateway.query('{ private }')).status).toBe(400);
});

test('reload() takes the same file over again with the registry as it is now', async () => {
  let registry = registryOf(region.subgraphs);
  await start({
    argv: ['--profile', 'developer'],
    env: { MODELLREGION_STATE: folder.path, MODELLREGION_SUPERGRAPH_POLL_MS: '0' },
    registry,
    readRegistry: () => registry,
  });
  const moved = await fakeSubgraph('energy', ENERGY_SDL, { Query: { tariff: () => 'moved' } });
  expect((await gateway.query('{ tariff }')).data).toEqual({ tariff: 'basic' });
  registry = registryOf([region.residents, moved]);
  gateway.gateway.reload();
  await gateway.event('supergraph taken over');
  expect((await gateway.query('{ tariff }')).data).toEqual({ tariff: 'moved' });
  await moved.close();
});

test('closing while a supergraph is made ready ends all of it', async () => {
  await start();
  replaceFile(file, withField('more'));
  await gateway.event('supergraph found');
  await gateway.close();
  expect(threads()).toBe(0);
  const events = gateway.log.map(({ event }) => event);
  expect(events).not.toContain('supergraph taken over');
  expect(events).not.toContain('supergraph refused');
});
