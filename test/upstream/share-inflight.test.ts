import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  CITIZEN,
  createIssuer,
  identityEnvironment,
  writeCallKeys,
  type Issuer,
} from '../support/gateway-identity.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
  type QueryOptions,
} from '../support/gateway-under-test.js';
import { holdCalls, type HeldCalls } from '../support/held-calls.js';

const DEADLINE_MS = 1_000;
const folder = temporaryFolder();
let region: SmallRegion;
let issuer: Issuer;
let gateway: GatewayUnderTest;
let held: HeldCalls;

beforeAll(async () => {
  issuer = await createIssuer();
  region = await startSmallRegion();
  const { env } = writeCallKeys(folder.path, ['residents', 'energy']);
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: [],
    env: { ...identityEnvironment(folder.path, issuer), ...env },
    registry: registryOf(region.subgraphs, DEADLINE_MS),
  });
  await gateway.query('{ count tariff }');
});
beforeEach(() => {
  // One gateway for all: every test answers whatever it asked for, so nothing is under way when the next one begins.
  held = holdCalls(region.residents);
  gateway.log.length = 0;
});
afterAll(async () => {
  await gateway.close();
  await region.close();
});

type Asked = ReturnType<GatewayUnderTest['query']>;
const citizen = (
  sub: string,
  { trust = 'HIGH', scopes = [] as string[], purposes = ['SELF_SERVICE', 'OTHER'] } = {},
): Promise<string> =>
  issuer.token({
    claims: { sub, modellregion: { kind: 'citizen', trust, scopes, purposes } } as unknown as typeof CITIZEN,
  });

const as = (token: string, headers: Record<string, string> = {}): QueryOptions => ({
  headers: { authorization: `Bearer ${token}`, ...headers },
});

/** Until the subgraph has nothing more to get: a query of another subgraph went all the way. */
const settled = async (): Promise<unknown> => gateway.query('{ tariff }');

describe('equal reads that are under way', () => {
  test('are one call, whose answer all of them get, each under its own request id', async () => {
    const asked = ['a', 'b', 'c'].map((id) =>
      gateway.query('{ count }', { headers: { 'x-request-id': id } }),
    );
    const call = await held.next();
    await settled();
    call.answer({ data: { count: 7 } });
    const answers = await Promise.all(asked);
    expect(answers.map(({ data }) => data)).toEqual(Array(3).fill({ count: 7 }));
    expect(held.count()).toBe(1);
    const lines = gateway.log.filter(({ event, operation }) => event === 'request' && operation === null);
    const ids = lines.filter(({ requestId }) => /^[abc]$/.test(String(requestId)));
    expect(ids.filter(({ sharedWith }) => sharedWith === undefined)).toHaveLength(1);
    expect(ids.filter(({ subgraphCalls }) => subgraphCalls === 1)).toHaveLength(3);
  });

  test('share a failure too, and it is told to each', async () => {
    const asked = [gateway.query('{ count }'), gateway.query('{ count }')];
    const call = await held.next();
    await settled();
    call.answer('no GraphQL');
    const answers = await Promise.all(asked);
    const codes = answers.map(({ errors }) => errors[0]?.extensions['code']);
    expect(codes).toEqual(['SUBGRAPH_INVALID_RESPONSE', 'SUBGRAPH_INVALID_RESPONSE']);
    // There was one call, so one failed.
    expect(gateway.log.filter(({ event }) => event === 'subgraph call failed')).toHaveLength(1);
  });

  test('get data of their own: what one adds to it is not in the other’s', async () => {
    const asked = [gateway.query('{ me { id name } }'), gateway.query('{ me { id name meter } }')];
    const call = await held.next();
    await settled();
    const data = { me: { __typename: 'Resident', id: '1', name: 'anna' } };
    call.answer({ data });
    (await held.next()).answer({ data });
    const answers = await Promise.all(asked);
    expect(answers.map((answer) => answer.data)).toEqual([
      { me: { id: '1', name: 'anna' } },
      { me: { id: '1', name: 'anna', meter: 'meter 1' } },
    ]);
  });

  test('that are over are not remembered: the next one asks again', async () => {
    const first = gateway.query('{ count }');
    (await held.next()).answer({ data: { count: 1 } });
    await first;
    const second = gateway.query('{ count }');
    (await held.next()).answer({ data: { count: 2 } });
    expect((await second).data).toEqual({ count: 2 });
  });
});

describe('are kept apart', () => {
  /** Two reads that differ in one thing; how many calls that makes. */
  async function calls(one: () => Asked, other: () => Asked): Promise<number> {
    const asked = [one(), other()];
    (await held.next()).answer({ data: { count: 1 } });
    const second = await Promise.race([held.next(), Promise.all(asked)]);
    if (!Array.isArray(second)) second.answer({ data: { count: 1 } });
    await Promise.all(asked);
    return held.count();
  }
  const different: Record<string, () => Promise<[QueryOptions, QueryOptions]>> = {
    'two people': async () => [as(await citizen('1')), as(await citizen('2'))],
    'somebody and nobody': async () => [as(await citizen('1')), {}],
    'the same person with another trust': async () => [
      as(await citizen('1')),
      as(await citizen('1', { trust: 'NORMAL' })),
    ],
    'the same person with other scopes': async () => [
      as(await citizen('1')),
      as(await citizen('1', { scopes: ['residents:read'] })),
    ],
    'the same person with another purpose': async () => {
      const token = await citizen('1');
      return [
        as(token, { 'modellregion-purpose': 'SELF_SERVICE' }),
        as(token, { 'modellregion-purpose': 'OTHER' }),
      ];
    },
    'the same person in another case': async () => {
      const token = await citizen('1');
      return [
        as(token, { 'modellregion-case-reference': 'AZ-1' }),
        as(token, { 'modellregion-case-reference': 'AZ-2' }),
      ];
    },
  };
  test.each(Object.entries(different))('%s', async (_name, options) => {
    const [one, other] = await options();
    expect(
      await calls(
        () => gateway.query('{ count }', one),
        () => gateway.query('{ count }', other),
      ),
    ).toBe(2);
  });

  test('other variables', async () => {
    const ask = (first: number): Asked =>
      gateway.query('query ($first: Int) { residents(first: $first) { name } }', { variables: { first } });
    expect(
      await calls(
        () => ask(1),
        () => ask(2),
      ),
    ).toBe(2);
  });

  test('while the same person with the same purpose shares, whatever the request ids and traces', async () => {
    const token = await citizen('1');
    const trace = (digit: string): string => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
    const [one, other] = ['1', '2'].map((it) => as(token, { 'x-request-id': it, traceparent: trace(it) }));
    const asked = [gateway.query('{ count }', one), gateway.query('{ count }', other)];
    const call = await held.next();
    await settled();
    call.answer({ data: { count: 1 } });
    await Promise.all(asked);
    expect(held.count()).toBe(1);
  });

  test('mutations, always', async () => {
    const change = (): Asked => gateway.query('mutation { move(id: "1") { id } }');
    const asked = [change(), change()];
    const both = [await held.next(), await held.next()];
    for (const call of both) call.answer({ data: { move: { id: '1' } } });
    expect((await Promise.all(asked)).map(({ data }) => data)).toEqual(Array(2).fill({ move: { id: '1' } }));
  });
});

test('who reads after a change is not answered with what was read before it', async () => {
  const before = gateway.query('{ count }');
  const early = await held.next();
  const change = gateway.query('mutation { move(id: "1") { id } }');
  (await held.next()).answer({ data: { move: { id: '1' } } });
  await change;
  const after = gateway.query('{ count }');
  (await held.next()).answer({ data: { count: 2 } });
  expect((await after).data).toEqual({ count: 2 });
  early.answer({ data: { count: 1 } });
  expect((await before).data).toEqual({ count: 1 });
});

describe('when one of them hangs up', () => {
  async function start(count: number): Promise<{ lines: AbortController[]; answers: Promise<unknown>[] }> {
    const lines = Array.from({ length: count }, () => new AbortController());
    const answers = lines.map(({ signal }) =>
      fetch(`${gateway.gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ count }"}',
        signal,
      }).then(
        (response) => response.json(),
        () => 'hung up',
      ),
    );
    await settled();
    return { lines, answers };
  }

  test.each(['first', 'last'])('and it is the %s, the others are answered', async (which) => {
    const { lines, answers } = await start(3);
    const call = await held.next();
    lines.at(which === 'first' ? 0 : -1)?.abort();
    await settled();
    call.answer({ data: { count: 4 } });
    const got = await Promise.all(answers);
    expect(got.filter((it) => it === 'hung up')).toHaveLength(1);
    expect(got.filter((it) => it !== 'hung up')).toEqual(Array(2).fill({ data: { count: 4 } }));
    expect(held.count()).toBe(1);
  });

  test('and all do, the call is given up, and the next one begins anew', async () => {
    const { lines } = await start(3);
    const call = await held.next();
    for (const line of lines) line.abort();
    await call.givenUp;
    const again = gateway.query('{ count }');
    (await held.next()).answer({ data: { count: 5 } });
    expect((await again).data).toEqual({ count: 5 });
  });
});
