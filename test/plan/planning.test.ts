import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import {
  post,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const SDL = `${LINK} type Query { node: Node @shareable }
  type Node @key(fields: "id") { id: ID! a(n: Int): Node @shareable b(n: Int): Node @shareable name: String @shareable }`;

const folder = temporaryFolder();
let subgraphs: readonly FakeSubgraph[];
let gateway: GatewayUnderTest;

beforeAll(async () => {
  const node = { id: '1', name: 'x' };
  const resolvers = { Query: { node: () => node } };
  subgraphs = [await fakeSubgraph('one', SDL, resolvers), await fakeSubgraph('two', SDL, resolvers)];
  // Twelve levels take a second of a fast processor, other operations of this file some milliseconds.
  gateway = await startGateway(writeSupergraph(folder.path, subgraphs), {
    env: { MODELLREGION_PLAN_BUDGET_MS: '200' },
  });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(subgraphs.map((it) => it.close()));
  folder.remove();
});

/** Each level of fragments doubles what they are when written out. */
function doubling(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, n) =>
      `fragment F${String(n)} on Node { a(n: ${String(n)}) { ...F${String(n + 1)} } b { ...F${String(n + 1)} } }`,
  );
  return `{ node { ...F0 } } ${fragments.join(' ')} fragment F${String(levels)} on Node { name }`;
}

const codes = async (query: string): Promise<unknown[]> =>
  (await gateway.query(query)).errors.map(({ extensions }) => extensions['code']);

describe('an operation that is too expensive to plan', () => {
  test.each([
    ['because it takes too long', 12],
    ['because it grows too large', 30],
  ])('is refused %s; others are planned and answered', async (_why, levels) => {
    await gateway.query('{ node { name } }');
    const expensive = gateway.query(doubling(levels));
    const [known, unknown] = await Promise.all([
      gateway.query('{ node { name } }'),
      gateway.query(`{ node { id l${String(levels)}: name } }`),
    ]);
    expect(known.data).toEqual({ node: { name: 'x' } });
    expect(unknown.data).toEqual({ node: { id: '1', [`l${String(levels)}`]: 'x' } });
    const refused = await expensive;
    expect([refused.status, refused.errors[0]?.extensions['code']]).toEqual([400, 'OPERATION_TOO_EXPENSIVE']);
    expect(refused.errors[0]?.message).toMatch(/Ask for less at once/);
  });

  test('is refused at once when it comes again', async () => {
    await codes(doubling(12));
    const times: number[] = [];
    for (let again = 0; again < 5; again += 1) {
      const started = performance.now();
      expect(await codes(doubling(12))).toEqual(['OPERATION_TOO_EXPENSIVE']);
      times.push(performance.now() - started);
    }
    // Planning it again would take 200 ms and more each time; one may be slow because the machine is busy.
    expect(Math.min(...times)).toBeLessThan(150);
  });

  test('is no reason to stop: the next operation finds a planner', async () => {
    for (const levels of [11, 12, 13]) await codes(doubling(levels));
    expect((await gateway.query('{ last: node { id } }')).data).toEqual({ last: { id: '1' } });
  });

  test('a chain of 1,500 fragments is refused in the planning thread, while others are answered', async () => {
    const links = Array.from(
      { length: 1_500 },
      (_, n) => `fragment C${String(n)} on Node { name ...C${String(n + 1)} }`,
    );
    const chain = gateway.query(`{ node { ...C0 } } ${links.join(' ')} fragment C1500 on Node { name }`);
    const started = performance.now();
    expect((await gateway.query('{ node { name } }')).data).toEqual({ node: { name: 'x' } });
    // Validating the chain takes some 200 ms of a processor and more; generous for a busy machine.
    expect(performance.now() - started).toBeLessThan(1_000);
    const { status, data } = await chain;
    expect([status, data]).toEqual([400, undefined]);
  });
});

describe('what is remembered of one operation', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a document that begins with the name', { query: 'Known\nquery Known { node { id } }' }],
    ['an empty name', { query: 'query Known { node { id } }', operationName: '' }],
    ['a name that holds the document', { query: '}', operationName: 'Known\nquery Known { node { id }' }],
  ])('is not told of another: %s', async (_how, forged) => {
    const refused = await post(gateway.gateway.url, forged);
    expect(refused.status).toBe(400);
    for (const operationName of ['Known', undefined]) {
      const answer = await post(gateway.gateway.url, { query: 'query Known { node { id } }', operationName });
      expect(answer.data).toEqual({ node: { id: '1' } });
    }
  });
});
