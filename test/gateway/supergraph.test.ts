import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import { createIssuer, identityEnvironment, writeCallKeys } from '../support/gateway-identity.js';
import { registryOf, startGateway, temporaryFolder, writeSupergraph } from '../support/gateway-under-test.js';

const folder = temporaryFolder();
let shop: FakeSubgraph;
let other: FakeSubgraph;

const link = (...imports: string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: [${imports.map((it) => `"${it}"`).join(', ')}])`;
const SDL = `${link('@key')} type Query { product: Product } type Product @key(fields: "id") { id: ID! price: Int }`;

beforeAll(async () => {
  shop = await fakeSubgraph('shop', SDL, { Query: { product: () => ({ id: '1', price: 5 }) } });
  other = await fakeSubgraph('shop', SDL, { Query: { product: () => ({ id: '2', price: 7 }) } });
});
afterAll(async () => {
  await Promise.all([shop.close(), other.close()]);
  folder.remove();
});

const supergraph = (url: string, sdl = SDL): string =>
  writeSupergraph(folder.path, [{ name: 'shop', url, sdl }]);

describe('profile open', () => {
  test('serves any supergraph, with introspection, to anyone, and sends nobody’s claims', async () => {
    const under = await startGateway(supergraph(shop.url));
    const headers = {
      authorization: 'Bearer nonsense',
      'modellregion-purpose': 'X',
      'modellregion-case-reference': ';',
    };
    const answer = await under.query('{ product { id price } __schema { queryType { name } } }', { headers });
    await under.close();
    expect(answer.data).toEqual({
      product: { id: '1', price: 5 },
      __schema: { queryType: { name: 'Query' } },
    });
    const sent = Object.keys(shop.calls.at(-1)?.headers ?? {});
    expect(sent.filter((name) => /^(modellregion-|signature|authorization)/.test(name))).toEqual([]);
  });

  test('does not look into the registry', async () => {
    const under = await startGateway(supergraph(shop.url), {
      registry: registryOf([{ ...shop, url: other.url }]),
    });
    const answer = await under.query('{ product { id } }');
    await under.close();
    expect(answer.data).toEqual({ product: { id: '1' } });
  });
});

describe('the address of a subgraph', () => {
  const NOWHERE = 'http://127.0.0.1:9/graphql';
  test.each([
    ['the supergraph’s own, without a registry entry', () => [shop.url, null, null], '1'],
    ['the registry’s before the supergraph’s', () => [NOWHERE, shop.url, null], '1'],
    ['the environment’s before the registry’s', () => [NOWHERE, NOWHERE, other.url], '2'],
    ['the environment’s without a registry entry', () => [NOWHERE, null, other.url], '2'],
  ])('is %s', async (_name, make, id) => {
    const [own = '', registered = null, environment = null] = make();
    const under = await startGateway(supergraph(own ?? ''), {
      argv: ['--profile', 'developer'],
      env: {
        MODELLREGION_STATE: folder.path,
        ...(environment === null ? {} : { MODELLREGION_SUBGRAPH_SHOP_URL: environment }),
      },
      registry: registered === null ? [] : registryOf([{ ...shop, url: registered }]),
    });
    const answer = await under.query('{ product { id } }');
    await under.close();
    expect(answer.data).toEqual({ product: { id } });
  });

  test('given for a subgraph that is none is said in the log', async () => {
    const under = await startGateway(supergraph(shop.url), {
      env: { MODELLREGION_SUBGRAPH_SHOPS_URL: shop.url },
    });
    await under.close();
    expect(under.log).toContainEqual(
      expect.objectContaining({ variables: ['MODELLREGION_SUBGRAPH_SHOPS_URL'] }),
    );
  });

  test('that is missing is asked for by name', async () => {
    await expect(startGateway(supergraph(''))).rejects.toThrow(
      'Subgraph shop has no http address; set MODELLREGION_SUBGRAPH_SHOP_URL.',
    );
  });
});

const REFUSED: Record<string, string> = {
  authenticated: `${link('@authenticated')} type Query { a: Int @authenticated }`,
  requiresScopes: `${link('@requiresScopes')} type Query { a: Int @requiresScopes(scopes: [["x"]]) }`,
  policy: `${link('@policy')} type Query { a: Int @policy(policies: [["x"]]) }`,
  cacheTag: `${link('@cacheTag')} type Query { a: Int @cacheTag(format: "x") }`,
  context: `${link('@key', '@context', '@fromContext')}
    type Query { a: A }
    type A @key(fields: "id") @context(name: "c") { id: ID! x: Int b: B }
    type B @key(fields: "id") { id: ID! f(y: Int @fromContext(field: "$c { x }")): Int }`,
};

const APOLLO = { env: { MODELLREGION_EXECUTOR: 'apollo' } };

describe('permissions that are not decided here', () => {
  const guards = ['authenticated', 'requiresScopes', 'policy'] as const;
  test.each(guards)('@%s: the supergraph is served, the field is refused', async (feature) => {
    const sdl = (REFUSED[feature] ?? '').replace('type Query {', 'type Query { open: Int');
    const under = await startGateway(supergraph(shop.url, sdl));
    const [guarded, hidden, open] = [
      await under.query('{ a }'),
      await under.query(
        'query ($no: Boolean = false) { open ...F @include(if: $no) } fragment F on Query { b: a }',
      ),
      await under.query('{ __typename }'),
    ];
    await under.close();
    expect([guarded.status, guarded.errors.map(({ message }) => message)]).toEqual([
      400,
      ['You may not read Query.a.'],
    ]);
    expect(guarded.errors[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(hidden.errors[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(open.data).toEqual({ __typename: 'Query' });
  });

  test('a field of an interface is refused when one of its types guards it', async () => {
    const sdl = `${link('@key', '@authenticated')}
      type Query { things: [Thing] }
      interface Thing { id: ID! secret: Int }
      type Item implements Thing @key(fields: "id") { id: ID! secret: Int @authenticated }`;
    const under = await startGateway(supergraph(shop.url, sdl));
    const answer = await under.query('{ things { secret } }');
    await under.close();
    expect(answer.errors.map(({ message }) => message)).toEqual(['You may not read Thing.secret.']);
  });
});

describe('what the executor cannot honour is refused when the supergraph is loaded', () => {
  test('a feature that it does not know, by its name', async () => {
    const known = writeSupergraph(folder.path, [{ name: 'shop', url: shop.url, sdl: SDL }]);
    const file = join(folder.path, 'connect.graphql');
    const linked = '@link(url: "https://specs.apollo.dev/connect/v0.1", for: EXECUTION)\n{';
    writeFileSync(file, readFileSync(known, 'utf8').replace('{', linked));
    await expect(startGateway(file)).rejects.toThrow(
      `${file} uses connect v0.1, which this gateway does not support; compose it without this feature.`,
    );
  });

  test('an argument inside what is taken from a context', async () => {
    const sdl = `${link('@key', '@context', '@fromContext')}
      type Query { a: A }
      type A @key(fields: "id") @context(name: "c") { id: ID! x(n: Int): Int b: B }
      type B @key(fields: "id") { id: ID! f(y: Int @fromContext(field: "$c { x(n: 1) }")): Int }`;
    await expect(startGateway(supergraph(shop.url, sdl))).rejects.toThrow(
      /B\.f takes a field with arguments from its context/,
    );
  });
});

describe('a supergraph the stock executor cannot run is refused', () => {
  test.each(Object.entries(REFUSED))('with the name of the feature: %s', async (feature, sdl) => {
    const file = supergraph(shop.url, sdl);
    const expected = `${file} uses ${feature} v0.1, which this gateway does not support; compose it without this feature.`;
    await expect(startGateway(file, APOLLO)).rejects.toThrow(expected);
  });

  test.each(['@cost(weight: "3")', '@tag(name: "x")', '@inaccessible'])(
    'but not for %s',
    async (directive) => {
      const name = directive.split('(')[0] ?? '';
      const sdl = `${link(name)} type Query { a: Int b: Int ${directive.replace('"3"', '3')} }`;
      const under = await startGateway(supergraph(shop.url, sdl), APOLLO);
      await under.close();
    },
  );

  test.each([
    [
      'a file that is not there',
      null,
      /cannot be read \(ENOENT\); name an existing file with --supergraph\.$/,
    ],
    ['a file that is not GraphQL', 'type {', /is not GraphQL \(Syntax Error.*\); compose it again\.$/],
    [
      'a schema that is no supergraph',
      'type Query { a: Int }',
      /is none .* compose it from the subgraphs first/,
    ],
    [
      'a supergraph cut in half',
      'schema @link(url: "https://specs.apollo.dev/link/v1.0") { query: Query } enum join__Graph { A @join__graph(name: "a", url: "http://x") } type Query { a: Int }',
      /cannot be loaded \(.*\); compose it again\.$/,
    ],
  ])('%s', async (_name, content, sentence) => {
    const file = join(folder.path, `${String(content?.length)}.graphql`);
    if (content !== null) writeFileSync(file, content);
    await expect(startGateway(file)).rejects.toThrow(sentence);
  });
});

describe('keys of the signed calls', () => {
  const production = async (env: Record<string, string>): Promise<unknown> => {
    const identity = identityEnvironment(folder.path, await createIssuer());
    return startGateway(supergraph(shop.url), {
      argv: [],
      env: { ...identity, ...env },
      registry: registryOf([shop]),
    });
  };
  test('production does not start without keys for a registered subgraph, and names it', async () => {
    await expect(production({})).rejects.toThrow(
      'Calls to shop cannot be signed for want of keys; start the region once, which makes keys, or set MODELLREGION_CALL_KEY_FILE and MODELLREGION_KEY_DIRECTORY.',
    );
    await expect(production(writeCallKeys(join(folder.path, 'a'), ['residents']).env)).rejects.toThrow(
      'Calls to shop cannot',
    );
  });

  test('a key file that is none is named without a word of its content', async () => {
    const { env } = writeCallKeys(join(folder.path, 'b'), ['shop']);
    writeFileSync(env['MODELLREGION_CALL_KEY_FILE'] ?? '', '{"d":"secret"');
    await expect(production(env)).rejects.toThrow(
      /^The call keys in .*gateway\.json cannot be read; (?!.*secret)/,
    );
  });
});
