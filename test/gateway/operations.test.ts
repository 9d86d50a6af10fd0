import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { answeringJson } from '../support/fake-subgraph.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;

beforeAll(async () => {
  region = await startSmallRegion();
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: { MODELLREGION_STATE: folder.path },
    // Long enough for a busy machine: only the test of slow answers waits for it.
    registry: registryOf(region.subgraphs, 1_500),
  });
});
afterEach(() => {
  region.energy.behave(null);
});
afterAll(async () => {
  await gateway.close();
  await region.close();
  folder.remove();
});

const VARYING = { time: 'T', requestId: 'R', traceId: 'X', durationMs: 0 };

/** What the log holds about this request, with everything that varies taken out; waits for its last line. */
async function linesOf(requestId: string): Promise<unknown[]> {
  const lines = (): Record<string, unknown>[] =>
    gateway.log.filter((line) => line['requestId'] === requestId);
  // The line is written when the answer has left, which a client may read before.
  while (lines().at(-1)?.['event'] !== 'request') await new Promise(setImmediate);
  return lines().map((line) => ({
    ...line,
    ...Object.fromEntries(Object.entries(VARYING).filter(([name]) => name in line)),
  }));
}

describe('the log', () => {
  test('has one line a request, with its names and numbers and nothing about whom', async () => {
    const query = 'query Dashboard($first: Int) { residents(first: $first) { name meter } }';
    await gateway.query(query, {
      variables: { first: 1 },
      headers: {
        'x-request-id': 'log-1',
        'apollographql-client-name': 'mein-digiport',
        'apollographql-client-version': '2.1.0',
        'modellregion-purpose': 'SELF_SERVICE',
      },
    });
    expect(await linesOf('log-1')).toMatchInlineSnapshot(`
     [
       {
         "client": "mein-digiport",
         "clientVersion": "2.1.0",
         "durationMs": 0,
         "errorCodes": [],
         "event": "request",
         "level": "info",
         "operation": "Dashboard",
         "requestId": "R",
         "service": "gateway",
         "status": 200,
         "subgraphCalls": 2,
         "time": "T",
         "traceId": "X",
       },
     ]
    `);
  });

  test('says which subgraph failed and why, in our words', async () => {
    region.energy.behave(
      answeringJson({
        data: { tariff: null },
        errors: [{ message: 'Anna Musterfrau', extensions: { code: 'P1001' } }],
      }),
    );
    await gateway.query('{ tariff }', { headers: { 'x-request-id': 'log-2' } });
    expect(await linesOf('log-2')).toMatchInlineSnapshot(`
     [
       {
         "codes": [
           "P1001",
         ],
         "errorCount": 1,
         "event": "subgraph reported errors",
         "httpStatus": 200,
         "level": "warn",
         "requestId": "R",
         "service": "gateway",
         "subgraph": "energy",
         "time": "T",
       },
       {
         "client": null,
         "clientVersion": null,
         "durationMs": 0,
         "errorCodes": [
           "SUBGRAPH_ERROR",
         ],
         "event": "request",
         "level": "info",
         "operation": null,
         "requestId": "R",
         "service": "gateway",
         "status": 200,
         "subgraphCalls": 1,
         "time": "T",
         "traceId": "X",
       },
     ]
    `);
    expect(JSON.stringify(gateway.log)).not.toContain('Anna');
  });

  test('says nothing more of an error that the caller made', async () => {
    await gateway.query('{ private }', { headers: { 'x-request-id': 'log-6' } });
    expect(await linesOf('log-6')).toMatchObject([{ event: 'request', errorCodes: ['TRUST_TOO_LOW'] }]);
  });

  test('takes no control characters and no names that are not plain', async () => {
    const escape = '\u001b[31m';
    region.energy.behave(
      answeringJson({ errors: [{ message: 'x', extensions: { code: `A${escape}\nB` } }] }),
    );
    await gateway.query('{ tariff }', {
      headers: { 'x-request-id': 'log-3', 'apollographql-client-name': '<script>' },
    });
    expect(JSON.stringify(await linesOf('log-3'))).not.toMatch(/\\u001b|\\n|script/);
  });

  test('notes refusals before GraphQL as well', async () => {
    await gateway.query('{ count }', { headers: { 'x-request-id': 'log-4', authorization: 'Bearer x' } });
    await gateway.query('{ counts }', { headers: { 'x-request-id': 'log-5' } });
    expect((await linesOf('log-4')).at(-1)).toMatchObject({ status: 401, errorCodes: ['UNAUTHENTICATED'] });
    expect((await linesOf('log-5')).at(-1)).toMatchObject({
      status: 400,
      errorCodes: ['GRAPHQL_VALIDATION_FAILED'],
    });
  });
});

async function readiness(): Promise<{ status: number; body: { subgraphs: Record<string, unknown>[] } }> {
  const response = await fetch(`${gateway.gateway.url}/readyz`);
  return {
    status: response.status,
    body: (await response.json()) as { subgraphs: Record<string, unknown>[] },
  };
}

describe('readiness', () => {
  test('lists each subgraph with state and operator', async () => {
    await gateway.query('{ count tariff }');
    const { status, body } = await readiness();
    expect(status).toBe(200);
    expect(body.subgraphs.map(({ since, ...rest }) => ({ ...rest, since: typeof since })))
      .toMatchInlineSnapshot(`
     [
       {
         "breaker": "closed",
         "lastErrorCode": null,
         "name": "energy",
         "operator": "Stadt Delbrück",
         "since": "string",
         "state": "up",
       },
       {
         "breaker": "closed",
         "lastErrorCode": null,
         "name": "residents",
         "operator": "Stadt Paderborn",
         "since": "string",
         "state": "up",
       },
     ]
    `);
  });

  test('stays when a subgraph is down, and tells of it with the reason', async () => {
    region.energy.behave((request) => request.socket.destroy());
    await gateway.query('{ tariff }');
    const { status, body } = await readiness();
    expect(status).toBe(200);
    expect(body.subgraphs).toContainEqual(
      expect.objectContaining({ name: 'energy', state: 'down', lastErrorCode: 'SUBGRAPH_UNAVAILABLE' }),
    );
    region.energy.behave(null);
    await gateway.query('{ tariff }');
    expect((await readiness()).body.subgraphs).toContainEqual(
      expect.objectContaining({ name: 'energy', state: 'up' }),
    );
  });

  test('one slow answer does not make a subgraph down', async () => {
    region.energy.behave(() => undefined);
    await gateway.query('{ tariff }');
    expect((await readiness()).body.subgraphs).toContainEqual(
      expect.objectContaining({ name: 'energy', state: 'up', lastErrorCode: 'SUBGRAPH_TIMEOUT' }),
    );
  });

  test('liveness says no more than that', async () => {
    const response = await fetch(`${gateway.gateway.url}/livez`);
    expect([response.status, await response.text()]).toEqual([200, '{"status":"live"}']);
  });
});

describe('the developer pages', () => {
  test('are there in the developer profile', async () => {
    const response = await fetch(`${gateway.gateway.url}/region.json`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Stadt Delbrück');
  });
});
