import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import {
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

// Visits refer to places by their key. One key is known to places, the other is not: places answers null for it, as it
// should, and visits is to blame.
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external"])';
const VISITS = `${LINK}
  type Query { visits: [Visit] }
  type Visit { place: Place }
  type Place @key(fields: "id") { id: ID! }`;
const PLACES = `${LINK}
  type Place @key(fields: "id") { id: ID! name: String code: String! wrong: String! }`;

const folder = temporaryFolder();
let subgraphs: readonly FakeSubgraph[];
let gateway: GatewayUnderTest;

beforeAll(async () => {
  const visits = ['known', 'gone', 'gone'].map((id) => ({ place: { id } }));
  const known = { id: 'known', name: 'Dom', code: 'D', wrong: null };
  subgraphs = [
    await fakeSubgraph('visits', VISITS, { Query: { visits: () => visits } }),
    await fakeSubgraph('places', PLACES, {
      Place: { __resolveReference: ({ id }: { id: string }) => (id === 'known' ? known : null) },
    }),
  ];
  gateway = await startGateway(writeSupergraph(folder.path, subgraphs));
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(subgraphs.map((it) => it.close()));
  folder.remove();
});

test('what may be null is null, without an error', async () => {
  const { data, errors } = await gateway.query('{ visits { place { id name } } }');
  expect(errors).toEqual([]);
  expect(data).toEqual({
    visits: [
      { place: { id: 'known', name: 'Dom' } },
      { place: { id: 'gone', name: null } },
      { place: { id: 'gone', name: null } },
    ],
  });
});

test('what may not be null says that the key is unknown, at each place', async () => {
  const { data, errors } = await gateway.query('{ visits { place { name code } } }');
  expect(data).toEqual({ visits: [{ place: { name: 'Dom', code: 'D' } }, { place: null }, { place: null }] });
  expect(errors.map(({ message, path, extensions }) => [message, path, extensions['code']])).toEqual(
    [1, 2].map((n) => [
      'Places data has nothing under the key that is referred to here.',
      ['visits', n, 'place', 'code'],
      'ENTITY_NOT_FOUND',
    ]),
  );
});

test('it is another error than one at a key that is known', async () => {
  const codes = async (query: string): Promise<unknown> =>
    (await gateway.query(query)).errors.map(({ path, extensions }) => [path?.[1], extensions['code']]);
  expect(await codes('{ visits { place { wrong } } }')).toEqual([
    [0, 'SUBGRAPH_ERROR'],
    [1, 'ENTITY_NOT_FOUND'],
    [2, 'ENTITY_NOT_FOUND'],
  ]);
});
