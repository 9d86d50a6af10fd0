import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSmallRegion, type SmallRegion } from '../support/gateway-region.js';
import { sendBytes, sendRaw, type RawRequest } from '../support/gateway-raw.js';
import {
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

const folder = temporaryFolder();
let region: SmallRegion;
let gateway: GatewayUnderTest;
/** As in production: introspection and suggestions off; tokens cannot be checked, none is sent. */
let production: GatewayUnderTest;

const PRODUCTION = {
  MODELLREGION_JWT_ISSUER: 'https://issuer.example',
  MODELLREGION_JWT_AUDIENCE: 'modellregion',
  MODELLREGION_JWKS: '/nowhere/jwks.json',
};

beforeAll(async () => {
  region = await startSmallRegion();
  const file = writeSupergraph(folder.path, region.subgraphs);
  gateway = await startGateway(file, { config: { clientTimeoutMs: 300 } });
  production = await startGateway(file, { argv: [], env: PRODUCTION });
});
afterAll(async () => {
  await gateway.close();
  await production.close();
  await region.close();
  folder.remove();
});

const JSON_TYPE = { 'content-type': 'application/json' };
const QUERY = JSON.stringify({ query: '{ count }' });
const get = (query: string, headers: Record<string, string>): RawRequest => ({
  method: 'GET',
  path: `/graphql?query=${encodeURIComponent(query)}`,
  headers,
});
const body = (value: unknown): RawRequest => ({ headers: JSON_TYPE, body: JSON.stringify(value) });
const deep = (levels: number): string =>
  `{"query":"{ count }","variables":${'['.repeat(levels)}${']'.repeat(levels)}}`;

const TABLE: Record<string, [request: RawRequest, status: number, code: string | null]> = {
  'POST application/json': [{ headers: JSON_TYPE, body: QUERY }, 200, null],
  'POST with charset': [
    { headers: { 'content-type': 'application/json; charset=utf-8' }, body: QUERY },
    200,
    null,
  ],
  'POST accepting the GraphQL media type': [
    { headers: { ...JSON_TYPE, accept: 'application/graphql-response+json' }, body: QUERY },
    200,
    null,
  ],
  'GET with the preflight header': [get('{ count }', { 'apollo-require-preflight': '1' }), 200, null],
  'GET as any page can send it': [get('{ count }', {}), 400, 'BAD_REQUEST'],
  'GET of a mutation': [
    get('mutation { move(id: 1) { id } }', { 'apollo-require-preflight': '1' }),
    405,
    'BAD_REQUEST',
  ],
  PUT: [{ method: 'PUT', headers: JSON_TYPE, body: QUERY }, 405, 'BAD_REQUEST'],
  DELETE: [{ method: 'DELETE' }, 405, 'BAD_REQUEST'],
  OPTIONS: [{ method: 'OPTIONS' }, 405, 'BAD_REQUEST'],
  HEAD: [{ method: 'HEAD' }, 405, null],
  'method override': [
    { headers: { ...JSON_TYPE, 'x-http-method-override': 'DELETE' }, body: QUERY },
    200,
    null,
  ],
  'no content type': [{ body: QUERY }, 415, 'BAD_REQUEST'],
  'text/plain': [{ headers: { 'content-type': 'text/plain' }, body: QUERY }, 415, 'BAD_REQUEST'],
  'a form': [
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={count}' },
    415,
    'BAD_REQUEST',
  ],
  multipart: [
    { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
    415,
    'BAD_REQUEST',
  ],
  'another charset': [
    { headers: { 'content-type': 'application/json; charset=latin1' }, body: QUERY },
    415,
    'BAD_REQUEST',
  ],
  'a compressed body': [
    { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: 'x' },
    415,
    'BAD_REQUEST',
  ],
  'accepting only HTML': [
    { headers: { ...JSON_TYPE, accept: 'text/html' }, body: QUERY },
    406,
    'BAD_REQUEST',
  ],
  'an empty body': [{ headers: JSON_TYPE, body: '' }, 400, 'BAD_REQUEST'],
  'half of JSON': [{ headers: JSON_TYPE, body: '{"query":' }, 400, 'BAD_REQUEST'],
  'invalid UTF-8': [{ headers: JSON_TYPE, body: Buffer.from('7b22c3287d', 'hex') }, 400, 'BAD_REQUEST'],
  'a byte order mark': [{ headers: JSON_TYPE, body: `\uFEFF${QUERY}` }, 400, 'BAD_REQUEST'],
  '5 MB': [{ headers: JSON_TYPE, body: `{"query":"${'x'.repeat(5_000_000)}"}` }, 413, 'BAD_REQUEST'],
  '400,000 levels': [{ headers: JSON_TYPE, body: deep(400_000) }, 400, 'BAD_REQUEST'],
  null: [body(null), 400, 'BAD_REQUEST'],
  'a batch': [body([{ query: '{ count }' }]), 400, 'BAD_REQUEST'],
  'no query': [body({ variables: {} }), 400, 'BAD_REQUEST'],
  'a query that is no text': [body({ query: 1 }), 400, 'BAD_REQUEST'],
  'variables as text': [body({ query: '{ count }', variables: '{}' }), 400, 'BAD_REQUEST'],
  'a stored query': [
    body({ extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }),
    // As clients of this protocol expect it, who send the whole query next.
    200,
    'BAD_REQUEST',
  ],
  'not GraphQL': [body({ query: '{ count' }), 400, 'GRAPHQL_PARSE_FAILED'],
  '100,000 tokens': [body({ query: `{ ${'count '.repeat(100_000)} }` }), 400, 'GRAPHQL_PARSE_FAILED'],
  'an unknown field': [body({ query: '{ counts }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a variable of a wrong type': [
    body({ query: 'query ($n: Int) { residents(first: $n) { id } }', variables: { n: 'x' } }),
    400,
    'BAD_USER_INPUT',
  ],
  'an unknown operation': [
    body({ query: 'query A { count }', operationName: 'B' }),
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  'two operations and no name': [
    body({ query: 'query A { count } query B { count }' }),
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  'another address': [{ method: 'GET', path: '/nothing' }, 404, 'BAD_REQUEST'],
  'a broken address': [{ method: 'GET', path: '/%zz' }, 400, 'BAD_REQUEST'],
};

describe('every request gets a JSON answer with the right status', () => {
  test.each(Object.entries(TABLE))('%s', async (_name, [request, status, code]) => {
    const answer = await sendRaw(gateway.gateway.url, request);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/(graphql-response\+)?json/);
    if (request.method === 'HEAD') return;
    const json = JSON.parse(answer.text) as { errors?: { message: string; extensions: { code: string } }[] };
    expect(json.errors?.[0]?.extensions.code ?? null).toBe(code);
    expect(answer.text).not.toMatch(/node_modules|\.js:\d/);
    const good = await gateway.query('{ count }');
    expect(good.text).toBe('{"data":{"count":3}}\n');
  });

  test('405 names what is allowed', async () => {
    const { headers } = await sendRaw(gateway.gateway.url, {
      method: 'PUT',
      headers: JSON_TYPE,
      body: QUERY,
    });
    expect(headers['allow']).toBe('GET, POST');
  });

  test('answers are never stored, carry the request id and are not sniffed', async () => {
    const { headers } = await sendRaw(gateway.gateway.url, {
      headers: { ...JSON_TYPE, 'x-request-id': 'portal-7' },
      body: QUERY,
    });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-request-id': 'portal-7',
      'x-content-type-options': 'nosniff',
    });
  });

  test('a request id that is no plain token is replaced', async () => {
    const { headers } = await sendRaw(gateway.gateway.url, {
      headers: { ...JSON_TYPE, 'x-request-id': 'a b{"c":1}' },
      body: QUERY,
    });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('clients that do not speak HTTP as they should', () => {
  test.each([
    ['not HTTP at all', 'hello\r\n\r\n', 'HTTP/1.1 400'],
    ['headers of 20 KB', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 'HTTP/1.1 431'],
    ['headers that never end', 'POST /graphql HTTP/1.1\r\nHost: x\r\n', 'HTTP/1.1 408'],
    [
      'a body that never ends',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
      'HTTP/1.1 408',
    ],
  ])('%s', async (_name, bytes, status) => {
    const answer = await sendBytes(gateway.gateway.url, bytes);
    expect(answer.split('\r\n')[0]).toContain(status);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});

describe('production tells strangers nothing of the schema', () => {
  test('introspection is off, and says what to do', async () => {
    const answer = await production.query('{ __schema { types { name } } }');
    expect(answer.status).toBe(400);
    expect(answer.errors.map(({ message }) => message)).toMatchInlineSnapshot(`
     [
       "This gateway does not answer introspection (__schema, __type). Use the published schema of the region instead.",
     ]
    `);
  });

  test.each([
    ['an unknown field', '{ coun }', {}],
    ['an unknown enum value', '{ residents(state: OPE) { id } }', {}],
    [
      'an unknown enum value in a variable',
      'query ($s: State) { residents(state: $s) { id } }',
      { s: 'OPE' },
    ],
    ['an unknown argument', '{ residents(firs: 1) { id } }', {}],
  ])('no suggestions for %s', async (_name, query, variables) => {
    const answer = await production.query(query, { variables });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/Did you mean/);
    expect((await gateway.query(query, { variables })).text).toMatch(/Did you mean/);
  });

  test('no header brings out the query plan', async () => {
    const answer = await production.query('{ count }', {
      headers: { 'apollo-query-plan-experimental': '1' },
    });
    expect(answer.text).toBe('{"data":{"count":3}}\n');
  });

  test('a federation field is no field of the region', async () => {
    const answer = await production.query('{ _service { sdl } }');
    expect(answer.errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test.each(['/', '/graphiql', '/region.json'])('there is no developer page at %s', async (path) => {
    expect((await sendRaw(production.gateway.url, { method: 'GET', path })).status).toBe(404);
  });
});
