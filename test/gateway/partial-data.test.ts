import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { answering, answeringJson, fakeSubgraph, type Behaviour } from '../support/fake-subgraph.js';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
  type GraphqlAnswer,
} from '../support/gateway-under-test.js';

const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;

beforeAll(async () => {
  region = await startSmallRegion();
  gateway = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    // So many faults in a row would open it; what it does is shown in test/upstream.
    env: { MODELLREGION_STATE: folder.path, MODELLREGION_BREAKER: 'off' },
    registry: registryOf(region.subgraphs, 1_500),
  });
});
afterEach(() => {
  region.energy.behave(null);
  region.residents.behave(null);
});
afterAll(async () => {
  await gateway.close();
  await region.close();
  folder.remove();
});

/** What a portal reads of the errors, one line each. */
const lines = ({ errors }: GraphqlAnswer): string[] =>
  errors.map(({ message, path, extensions }) => {
    const { code, subgraph, operator, retryable } = extensions;
    return `${(path ?? ['-']).join('.')} ${String(code)} ${String(subgraph)}/${String(operator)} ${String(retryable)}: ${message}`;
  });

const JOINED = '{ residents { name meter } tariff }';

describe('a subgraph that is not there', () => {
  test('leaves the rest intact, with one error per missing place naming subgraph and operator', async () => {
    region.energy.behave((request) => request.socket.destroy());
    const answer = await gateway.query(JOINED);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      residents: [
        { name: 'anna', meter: null },
        { name: 'bernd', meter: null },
      ],
      tariff: null,
    });
    expect(lines(answer).sort()).toMatchInlineSnapshot(`
     [
       "residents.0.meter SUBGRAPH_UNAVAILABLE energy/Stadt Delbrück true: Energy data of Stadt Delbrück is not available right now. Please try again later.",
       "residents.1.meter SUBGRAPH_UNAVAILABLE energy/Stadt Delbrück true: Energy data of Stadt Delbrück is not available right now. Please try again later.",
       "tariff SUBGRAPH_UNAVAILABLE energy/Stadt Delbrück true: Energy data of Stadt Delbrück is not available right now. Please try again later.",
     ]
    `);
  });

  test('is told at the client’s own names: aliases, fragments, lists in lists', async () => {
    region.energy.behave((request) => request.socket.destroy());
    const answer = await gateway.query(
      '{ all: residents(first: 1) { ...F } } fragment F on Resident { m: meter units }',
    );
    expect(answer.errors.map(({ path }) => path?.join('.')).sort()).toEqual(['all.0.m', 'all.0.units']);
  });

  test('whose keys are needed for the next hop is told at the place the client asked for', async () => {
    region.residents.behave((request) => request.socket.destroy());
    const answer = await gateway.query('{ outages { kind affected { id name } } }');
    expect(answer.data).toEqual({ outages: [{ kind: 'POWER', affected: [{ id: '2', name: null }] }] });
    expect(answer.errors.map(({ path }) => path?.join('.'))).toEqual(['outages.0.affected.0.name']);
  });
});

describe('a list of several types', () => {
  const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
  const KEYS = 'type Stop @key(fields: "id") { id: ID! } type Office @key(fields: "id") { id: ID! }';
  const QUERY = '{ places { ... on Office { hours } ... on Stop { id } } }';

  test('tells an error at the entry it is about', async () => {
    const places = await fakeSubgraph(
      'places',
      `${LINK} type Query { places: [Place] } union Place = Stop | Office ${KEYS}`,
      {
        Query: {
          places: () =>
            ['Stop', 'Office', 'Stop', 'Office'].map((type, index) => ({
              __typename: type,
              id: String(index),
            })),
        },
      },
    );
    const hours = await fakeSubgraph(
      'hours',
      `${LINK} type Office @key(fields: "id") { id: ID! hours: String }`,
      {
        Office: {
          __resolveReference: (reference: object) => reference,
          hours: ({ id }: { id: string }) => {
            if (id === '3') throw new Error('closed');
            return '8-12';
          },
        },
      },
    );
    const mixed = await startGateway(writeSupergraph(folder.path, [places, hours]));
    const partly = await mixed.query(QUERY);
    hours.behave((request) => request.socket.destroy());
    const wholly = await mixed.query(QUERY);
    await Promise.all([mixed.close(), places.close(), hours.close()]);
    expect(partly.data).toEqual({ places: [{ id: '0' }, { hours: '8-12' }, { id: '2' }, { hours: null }] });
    expect(partly.errors.map(({ path }) => path)).toEqual([['places', 3, 'hours']]);
    expect(wholly.errors.map(({ path }) => path)).toEqual([
      ['places', 1, 'hours'],
      ['places', 3, 'hours'],
    ]);
  });
});

const hang: Behaviour = () => undefined;
const FAILURES: Record<string, [behaviour: Behaviour, code: string]> = {
  'hangs without a byte': [hang, 'SUBGRAPH_TIMEOUT'],
  'drips for ever': [
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => {
        clearInterval(drip);
      });
    },
    'SUBGRAPH_TIMEOUT',
  ],
  'resets the connection': [(request) => request.socket.resetAndDestroy(), 'SUBGRAPH_UNAVAILABLE'],
  'ends in the body': [
    (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"data":{"tariff"', () => request.socket.end());
    },
    'SUBGRAPH_UNAVAILABLE',
  ],
  'switches protocols': [
    (request) => {
      request.socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n');
    },
    'SUBGRAPH_UNAVAILABLE',
  ],
  'is behind a proxy that says 502 in HTML': [
    answering('<h1>10.0.0.7</h1>', { 'content-type': 'text/html' }, 502),
    'SUBGRAPH_UNAVAILABLE',
  ],
  'answers HTML': [answering('<html>', { 'content-type': 'text/html' }), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers JSON as text': [
    answering('{"data":{"tariff":"x"}}', { 'content-type': 'text/plain' }),
    'SUBGRAPH_INVALID_RESPONSE',
  ],
  'answers nothing': [answering(''), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers half of JSON': [answering('{"data":'), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers with a byte order mark': [answering('\uFEFF{"data":{"tariff":"x"}}'), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers invalid UTF-8': [
    answering(Buffer.from('7b2264617461223a7b22c3287d7d', 'hex')),
    'SUBGRAPH_INVALID_RESPONSE',
  ],
  'answers another JSON': [answeringJson([1]), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers data of a wrong type': [answeringJson({ data: 'x' }), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers null without a reason': [answeringJson({ data: null }), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers errors of a wrong type': [answeringJson({ data: {}, errors: 'x' }), 'SUBGRAPH_INVALID_RESPONSE'],
  'sends a gzip bomb we did not ask for': [
    answering('x', { 'content-encoding': 'gzip' }),
    'SUBGRAPH_INVALID_RESPONSE',
  ],
  redirects: [answering('', { location: 'http://127.0.0.1:1/steal' }, 307), 'SUBGRAPH_INVALID_RESPONSE'],
  'answers 11 MB': [
    answering(`{"data":{"tariff":"${'x'.repeat(11_000_000)}"}}`),
    'SUBGRAPH_INVALID_RESPONSE',
  ],
  'refuses our signature': [
    answeringJson({ errors: [{ message: 'who?', extensions: { code: 'UNAUTHENTICATED' } }] }, 401),
    'SUBGRAPH_ERROR',
  ],
};

describe('whatever a subgraph does, the rest is answered', () => {
  test.each(Object.entries(FAILURES))('it %s', async (_name, [behaviour, code]) => {
    region.energy.behave(behaviour);
    const answer = await gateway.query('{ count tariff }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ count: 3, tariff: null });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]?.path).toEqual(['tariff']);
    expect(answer.errors[0]?.extensions).toMatchObject({
      code,
      subgraph: 'energy',
      operator: 'Stadt Delbrück',
    });
    expect(answer.text).not.toMatch(/127\.0\.0\.1|10\.0\.0\.7|html|steal/);
    region.energy.behave(null);
    expect((await gateway.query('{ tariff }')).text).toBe('{"data":{"tariff":"basic"}}\n');
  });

  test('entities that do not match the keys asked for are refused as a whole', async () => {
    region.energy.behave(answeringJson({ data: { _entities: [{ meter: 'of someone else' }] } }));
    const answer = await gateway.query('{ residents { meter } }');
    expect(answer.data).toEqual({ residents: [{ meter: null }, { meter: null }] });
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(
      Array(2).fill('SUBGRAPH_INVALID_RESPONSE'),
    );
  });

  test('a value of the wrong form is null with an error at its place', async () => {
    region.residents.behave(
      answeringJson({ data: { count: 'many', me: { __typename: 'Resident', id: '1', name: 'a' } } }),
    );
    const answer = await gateway.query('{ count me { name } }');
    expect(answer.errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['count'], 'SUBGRAPH_INVALID_RESPONSE'],
    ]);
  });
});

describe('a subgraph’s own errors', () => {
  test('client codes stay, with checked facts and our text', async () => {
    const answer = await gateway.query('{ count private }');
    expect(answer.data).toEqual({ count: 3, private: null });
    expect(answer.errors).toMatchInlineSnapshot(`
     [
       {
         "extensions": {
           "code": "TRUST_TOO_LOW",
           "operator": "Stadt Paderborn",
           "requiredTrust": "HIGH",
           "retryable": false,
           "subgraph": "residents",
         },
         "message": "Sign in with a stronger means of identity to read this (trust level HIGH).",
         "path": [
           "private",
         ],
       },
     ]
    `);
  });

  test('every other code, text, status and extension stays in the house', async () => {
    const forged = {
      code: 'INTERNAL',
      http: { status: 99999, headers: { 'set-cookie': 'a=b' } },
      stacktrace: ['db1'],
    };
    region.energy.behave(
      answeringJson({
        data: { tariff: null },
        errors: [{ message: 'password db1', path: ['tariff'], extensions: forged }],
      }),
    );
    const answer = await gateway.query('{ tariff }');
    expect(answer.status).toBe(200);
    expect(lines(answer)).toMatchInlineSnapshot(`
     [
       "tariff SUBGRAPH_ERROR energy/Stadt Delbrück false: Energy data of Stadt Delbrück could not be read because of a fault there.",
     ]
    `);
    expect(answer.text).not.toMatch(/db1|99999|stack/);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('a path that was not asked for is not repeated', async () => {
    const errors = [
      { message: 'x', path: ['me', 'secret'] },
      { message: 'x', path: ['tariff', '<script>'] },
      { message: 'x', path: 'tariff' },
    ];
    region.energy.behave(answeringJson({ data: { tariff: 'basic' }, errors }));
    const answer = await gateway.query('{ tariff }');
    expect(answer.errors.map(({ path }) => path)).toEqual([undefined]);
  });

  test('an error at an entity stands for each place asked of it', async () => {
    const errors = [{ message: 'x', path: ['_entities', 1] }];
    region.energy.behave(answeringJson({ data: { _entities: [{ meter: 'm', units: [] }, null] }, errors }));
    const answer = await gateway.query('{ residents { meter units } }');
    expect(answer.errors.map(({ path }) => path?.join('.'))).toEqual([
      'residents.1.meter',
      'residents.1.units',
    ]);
  });

  test('of 100,000 errors 20 are looked at and the others counted', async () => {
    const errors = Array.from({ length: 100_000 }, (_, index) => ({ message: 'x', path: ['tariff', index] }));
    region.energy.behave(answeringJson({ data: { tariff: null }, errors }));
    const started = performance.now();
    const answer = await gateway.query('{ tariff }');
    expect(answer.errors.length).toBeLessThanOrEqual(20);
    expect(answer.errors.at(-1)?.extensions['omittedErrors']).toBe(99_980);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test('how large an answer may be is a setting', async () => {
  const small = await startGateway(writeSupergraph(folder.path, region.subgraphs), {
    argv: ['--profile', 'developer'],
    env: { MODELLREGION_STATE: folder.path, MODELLREGION_MAX_ANSWER_MB: '16' },
    registry: registryOf(region.subgraphs, 5_000),
  });
  const megabytes = (count: number): string => 'x'.repeat(count * 1_000_000);
  region.energy.behave(answeringJson({ data: { tariff: megabytes(12) } }));
  const fits = await small.query('{ tariff }');
  region.energy.behave(answeringJson({ data: { tariff: megabytes(16) } }));
  const tooLarge = await small.query('{ tariff }');
  await small.close();
  expect((fits.data as { tariff: string }).tariff).toHaveLength(12_000_000);
  expect(tooLarge.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_INVALID_RESPONSE' } }]);
});
