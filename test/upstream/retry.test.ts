import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { answering, answeringJson, type Behaviour } from '../support/fake-subgraph.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

const DEADLINE_MS = 600;
const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;

async function start(env: Record<string, string> = {}): Promise<void> {
  region = await startSmallRegion();
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: { MODELLREGION_STATE: folder.path, ...env },
    registry: registryOf(region.subgraphs, DEADLINE_MS),
  });
}
async function end(): Promise<void> {
  await gateway.close();
  await region.close();
}
// One gateway for all: so many failures on purpose would open its breaker.
beforeAll(() => start({ MODELLREGION_BREAKER_MIN_CALLS: '1000' }));
beforeEach(() => {
  region.residents.behave(null);
  region.residents.calls.length = 0;
  gateway.log.length = 0;
});
afterAll(end);

/** Misbehaves at the first call, then is good. */
function once(behaviour: Behaviour): void {
  region.residents.behave((request, response, call) => {
    region.residents.behave(null);
    behaviour(request, response, call);
  });
}

const reset: Behaviour = (request) => request.socket.resetAndDestroy();
const PASSING: Record<string, Behaviour> = {
  'a reset connection': reset,
  'a connection that ends in the body': (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"data":{"count"', () => request.socket.end());
  },
  'HTTP 502': answering('<h1>502</h1>', { 'content-type': 'text/html' }, 502),
  'HTTP 503': answeringJson({ errors: [{ message: 'ending' }] }, 503),
  'HTTP 504': answering('', {}, 504),
};

const STAYING: Record<string, [Behaviour, code: string]> = {
  'no answer in time': [() => undefined, 'SUBGRAPH_TIMEOUT'],
  'HTTP 500': [answering('', {}, 500), 'SUBGRAPH_UNAVAILABLE'],
  'HTTP 429': [answering('', {}, 429), 'SUBGRAPH_UNAVAILABLE'],
  'no JSON': [answering('{"da'), 'SUBGRAPH_INVALID_RESPONSE'],
  'no HTTP': [(request) => request.socket.end('hello'), 'SUBGRAPH_INVALID_RESPONSE'],
};

describe('a query', () => {
  test.each(Object.entries(PASSING))('is asked once more after %s', async (_name, behaviour) => {
    once(behaviour);
    const answer = await gateway.query('{ count }', { headers: { 'x-request-id': 'again' } });
    expect(answer.data).toEqual({ count: 3 });
    expect(answer.errors).toEqual([]);
    const [first, second] = region.residents.calls;
    expect(region.residents.calls).toHaveLength(2);
    expect(second?.body).toBe(first?.body);
    // Two spans of one trace.
    const [trace, span] = [1, 2].map((part) =>
      [first, second].map((call) => String(call?.headers['traceparent']).split('-')[part]),
    );
    expect([new Set(trace).size, new Set(span).size]).toEqual([1, 2]);
    expect(gateway.log).toContainEqual(
      expect.objectContaining({ event: 'subgraph called once more', requestId: 'again' }),
    );
  });

  test.each(Object.entries(STAYING))('is not asked again after %s', async (_name, [behaviour, code]) => {
    region.residents.behave(behaviour);
    const answer = await gateway.query('{ private }');
    expect(answer.errors).toMatchObject([{ path: ['private'], extensions: { code } }]);
    expect(region.residents.calls).toHaveLength(1);
  });

  test('is asked twice at most, within one deadline', async () => {
    region.residents.behave((request) => setTimeout(() => request.socket.destroy(), 0.7 * DEADLINE_MS));
    const started = performance.now();
    const answer = await gateway.query('{ private }');
    expect(answer.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
    expect(performance.now() - started).toBeLessThan(1.5 * DEADLINE_MS);
    expect(region.residents.calls).toHaveLength(2);
  });
});

test.each(Object.entries(PASSING))('a mutation is never sent twice: %s', async (_name, behaviour) => {
  once(behaviour);
  const answer = await gateway.query('mutation { move(id: "1") { id } }');
  expect(answer.data).toEqual({ move: null });
  expect(answer.errors).toHaveLength(1);
  expect(region.residents.calls).toHaveLength(1);
});

test('a subgraph that is down is asked as often', async () => {
  await region.residents.close();
  const answer = await gateway.query('{ private tariff }');
  expect(answer.data).toEqual({ private: null, tariff: 'basic' });
  expect(answer.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
});

test('what the breaker would refuse is not asked again', async () => {
  await end();
  await start({ MODELLREGION_BREAKER_MIN_CALLS: '1' });
  region.residents.behave(reset);
  const answer = await gateway.query('{ private }');
  expect(answer.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  expect(region.residents.calls).toHaveLength(1);
});
