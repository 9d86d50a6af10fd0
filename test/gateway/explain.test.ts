import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Explanation } from '../../gateway/src/explain/explanation.js';
import { answering, answeringJson } from '../support/fake-subgraph.js';
import { CITIZEN, createIssuer, identityEnvironment, type Issuer } from '../support/gateway-identity.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
  type QueryOptions,
} from '../support/gateway-under-test.js';
import { holdCalls } from '../support/held-calls.js';

const folder = temporaryFolder();
let region: SmallRegion;
let issuer: Issuer;
let supergraph: string;
let developer: GatewayUnderTest;
let production: GatewayUnderTest;

beforeAll(async () => {
  [region, issuer] = await Promise.all([startSmallRegion(), createIssuer()]);
  supergraph = writeSupergraph(folder.path, region.subgraphs);
  const env = identityEnvironment(folder.path, issuer);
  developer = await startGateway(supergraph, { argv: ['--profile', 'developer'], env });
  production = await startGateway(supergraph, { argv: [], env });
});
afterEach(() => {
  region.residents.behave(null);
  region.energy.behave(null);
});
afterAll(async () => {
  await developer.close();
  await production.close();
  await region.close();
  folder.remove();
});

const HEADER = { 'modellregion-explain': 'plan' };

async function explain(
  query: string,
  { variables, headers }: QueryOptions = {},
  gateway = developer,
): Promise<Explanation | null> {
  const asked = { ...(variables === undefined ? {} : { variables }), headers: { ...HEADER, ...headers } };
  return explanationOf((await gateway.query(query, asked)).text);
}

function explanationOf(text: string): Explanation | null {
  const { extensions } = JSON.parse(text) as { extensions?: { explain: Explanation } };
  return extensions?.explain ?? null;
}

/** What every call of an execution came to, without its times. */
const callsOf = (explanation: Explanation | null): object[] =>
  (explanation?.requests ?? []).flatMap(({ subgraph, calls }) =>
    (calls ?? []).map(({ startMs: _from, durationMs: _took, ...call }) => ({ subgraph, ...call })),
  );
/** Who is asked for what in which places, part by part. */
const placesOf = (explanation: Explanation | null): unknown[] =>
  (explanation?.requests ?? []).map(({ subgraph, parts }) => [
    subgraph,
    ...parts.map((part) => (part.kind === 'root' ? [part.path] : part.paths)),
  ]);
const GOOD = { entities: 0, objects: 0, shared: false, retried: false, outcome: 'OK', errors: 0 };

describe('who gets an explanation', () => {
  const scoped = (scopes: readonly string[]): Promise<string> =>
    issuer.token({
      claims: { ...CITIZEN, modellregion: { ...CITIZEN.modellregion, scopes } },
    });

  test('profile developer: everybody who sends the header with the value "plan"', async () => {
    expect((await explain('{ count }'))?.requests).toHaveLength(1);
    expect((await developer.query('{ count }')).text).toBe('{"data":{"count":3}}\n');
    for (const value of ['', 'true', 'plan, plan'])
      expect(await explain('{ count }', { headers: { 'modellregion-explain': value } })).toBeNull();
  });

  test.each([
    ['production without a token', null, false],
    ['production with a token', ['residents:read'], false],
    ['production with the scope', ['residents:read', 'gateway:explain'], true],
  ])('%s', async (_name, scopes, given) => {
    const headers: Record<string, string> =
      scopes === null ? {} : { authorization: `Bearer ${await scoped(scopes)}` };
    const answer = await production.query('{ count }', { headers: { ...HEADER, ...headers } });
    // Who may not see it is answered all the same.
    expect([answer.status, answer.data]).toEqual([200, { count: 3 }]);
    expect(explanationOf(answer.text) !== null).toBe(given);
  });

  test('profile open: nobody, whatever their token says', async () => {
    const open = await startGateway(supergraph);
    const headers = { authorization: `Bearer ${await scoped(['gateway:explain'])}` };
    expect(await explain('{ count }', { headers }, open)).toBeNull();
    await open.close();
  });

  test('executor apollo knows of no explanations', async () => {
    const env = { ...identityEnvironment(folder.path, issuer), MODELLREGION_EXECUTOR: 'apollo' };
    const stock = await startGateway(supergraph, { argv: ['--profile', 'developer'], env });
    const answer = await stock.query('{ count }', { headers: HEADER });
    expect(answer.text).toBe('{"data":{"count":3}}\n');
    await stock.close();
  });
});

describe('an explanation', () => {
  test('says who is asked for what, when, and by which keys', async () => {
    const query =
      'query Meters($first: Int, $on: Boolean!) { residents(first: $first) { name meter @include(if: $on) } }';
    const explanation = await explain(query, { variables: { first: 2, on: true } });
    const [first, second] = explanation?.requests ?? [];
    expect(explanation?.operationName).toBe('Meters');
    expect(explanation?.plan).toMatchObject({ conditions: { on: true }, labels: [], stages: [[0], [1]] });
    expect(explanation?.plan.text).toContain('Fetch(service: "energy")');
    expect(first).toMatchObject({
      subgraph: 'residents',
      kind: 'query',
      after: [],
      parts: [{ kind: 'root', path: '' }],
      variables: ['first'],
    });
    expect(second).toMatchObject({
      subgraph: 'energy',
      after: [0],
      parts: [{ kind: 'entities', paths: ['residents'], keys: ['Resident { id }'], fromContext: [] }],
      query: expect.stringContaining('_entities(representations:$representations){...on Resident{meter}}'),
      variables: [],
    });
    const [[one], [two]] = [first?.calls ?? [], second?.calls ?? []];
    expect(two?.startMs).toBeGreaterThanOrEqual((one?.startMs ?? 0) + (one?.durationMs ?? 0) - 0.1);
    expect(explanation?.durationMs).toBeGreaterThanOrEqual(
      (two?.startMs ?? 0) + (two?.durationMs ?? 0) - 0.1,
    );
  });

  test('says how long planning took, or that the plan was there', async () => {
    const query = '{ residents { street } }';
    expect((await explain(query))?.plan).toMatchObject({ cached: false, planningMs: expect.any(Number) });
    expect((await explain(query))?.plan).toMatchObject({ cached: true, planningMs: null });
  });

  test('counts what was batched into one request, and what was asked for once', async () => {
    // Three outages concern two residents; the list and `me` go to energy in one request.
    region.energy.behave((_request, response, { query, right }) => {
      const affected = ['2', '3', '2'].map((id) => ({ __typename: 'Resident', id }));
      const body = query.includes('outages') ? { data: { outages: [{ affected }] } } : null;
      void right().then((answer) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(body ?? answer));
      });
    });
    const explanation = await explain(
      '{ residents(first: 2) { meter } me { units } outages { affected { name } } }',
    );
    expect(placesOf(explanation)).toEqual([
      ['residents', ['']],
      ['energy', ['']],
      ['energy', ['residents'], ['me']],
      ['residents', ['outages.affected']],
    ]);
    expect(callsOf(explanation)).toEqual([
      { subgraph: 'residents', ...GOOD },
      { subgraph: 'energy', ...GOOD },
      { subgraph: 'energy', ...GOOD, entities: 3, objects: 3 },
      { subgraph: 'residents', ...GOOD, entities: 2, objects: 3 },
    ]);
  });

  test('counts once who stands in two places of which the same is asked', async () => {
    const explanation = await explain('{ residents(first: 2) { name meter } me { name meter } }');
    expect(placesOf(explanation)).toEqual([
      ['residents', ['']],
      ['energy', ['residents', 'me']],
    ]);
    expect(callsOf(explanation)[1]).toEqual({ subgraph: 'energy', ...GOOD, entities: 2, objects: 3 });
  });

  test('says what failed, what was sent twice and what was not sent at all', async () => {
    region.energy.behave(answering('<h1>10.0.0.7 is down</h1>', { 'content-type': 'text/html' }, 404));
    const failed = await explain('{ tariff private }');
    expect(callsOf(failed)).toEqual([
      { subgraph: 'energy', ...GOOD, outcome: 'SUBGRAPH_INVALID_RESPONSE' },
      { subgraph: 'residents', ...GOOD, outcome: 'ERRORS', errors: 1 },
    ]);
    region.residents.behave((request) => {
      region.residents.behave(answeringJson({ data: { residents: [] } }));
      request.socket.resetAndDestroy();
    });
    const retried = await explain('{ residents { meter } }');
    expect(callsOf(retried)).toEqual([{ subgraph: 'residents', ...GOOD, retried: true }]);
    expect(retried?.requests[1]).toMatchObject({ subgraph: 'energy', calls: [] });
  });

  test('says that a call was another’s as well, and not whose', async () => {
    const held = holdCalls(region.residents);
    const first = developer.query('{ count }', { headers: { 'x-request-id': 'the-other' } });
    const call = await held.next();
    const second = developer.query('{ count }', { headers: HEADER });
    await developer.query('{ tariff }');
    call.answer({ data: { count: 7 } });
    const [, { text }] = await Promise.all([first, second]);
    expect(callsOf(explanationOf(text))).toEqual([{ subgraph: 'residents', ...GOOD, shared: true }]);
    expect(text).not.toContain('the-other');
  });

  test('comes also with what goes through Apollo Server: GET, introspection', async () => {
    const search = new URLSearchParams({ query: '{ count }' }).toString();
    const got = await fetch(`${developer.gateway.url}/graphql?${search}`, {
      headers: { ...HEADER, 'apollo-require-preflight': 'yes' },
    });
    expect(callsOf(explanationOf(await got.text()))).toEqual([{ subgraph: 'residents', ...GOOD }]);
    expect(callsOf(await explain('{ count __schema { queryType { name } } }'))).toHaveLength(1);
    expect(await explain('{ __typename }')).toMatchObject({ requests: [], plan: { stages: [], text: '' } });
  });

  test('is none of a request that was not executed', async () => {
    expect(await explain('{ nothing }')).toBeNull();
    expect(
      await explain('query ($first: Int) { residents(first: $first) { id } }', { variables: { first: 'x' } }),
    ).toBeNull();
  });

  test('holds no value of variables and data, no address, nothing of a failure', async () => {
    const marker = 'MARKER-7f3a';
    region.residents.behave(
      answeringJson({
        data: { move: { __typename: 'Resident', id: `${marker}-id`, name: `${marker}-name` } },
        errors: [{ message: `${marker} at 10.0.0.7`, path: ['move', 'name'], extensions: { code: marker } }],
      }),
    );
    const query = 'mutation Move($id: ID!) { move(id: $id) { name meter } }';
    const { text } = await developer.query(query, {
      variables: { id: `${marker}-variable` },
      headers: HEADER,
    });
    expect(text).toContain(`${marker}-name`);
    const explanation = explanationOf(text);
    expect(explanation?.requests.map(({ kind, variables }) => [kind, variables])).toEqual([
      ['mutation', ['id']],
      ['query', []],
    ]);
    expect(callsOf(explanation)).toHaveLength(2);
    expect(JSON.stringify(explanation)).not.toMatch(/MARKER|10\.0\.0\.7|127\.0\.0\.1|http/);
  });
});
