import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import {
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
} from '../support/gateway-under-test.js';

// Five visits to two places: what stands in several positions is asked for once, and each position has what is its own.
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires"])';
const VISITS = `${LINK}
  type Query { visits: [Visit] first: Visit }
  type Visit @key(fields: "id") { id: ID! place: Place }
  type Place @key(fields: "id") { id: ID! seenAs: String }`;
const PLACES = `${LINK}
  type Place @key(fields: "id") { id: ID! name: String code: String! near: [Place] }`;
const OPENING = `${LINK}
  type Place @key(fields: "id") { id: ID! name: String @external sign: String @requires(fields: "name") }`;

const folder = temporaryFolder();
const visits = ['p1', 'p2', 'p1', 'p2', 'p1'].map((id, n) => ({
  id: `v${String(n)}`,
  place: { id, seenAs: `sight ${String(n)}` },
}));
const NAMES = new Map([
  ['p1', 'Dom'],
  ['p2', 'Paderquellen'],
  ['p3', 'Rathaus'],
]);
let subgraphs: readonly FakeSubgraph[];
let gateway: GatewayUnderTest;

beforeAll(async () => {
  const fails = (): never => {
    throw new Error('no code');
  };
  subgraphs = [
    await fakeSubgraph('visits', VISITS, { Query: { visits: () => visits, first: () => visits[0] } }),
    await fakeSubgraph('places', PLACES, {
      Place: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id }: { id: string }) => NAMES.get(id),
        code: ({ id }: { id: string }) => (id === 'p2' ? fails() : `code of ${id}`),
        near: () => [{ id: 'p3' }, { id: 'p3' }],
      },
    }),
    await fakeSubgraph('opening', OPENING, {
      Place: {
        __resolveReference: (it: { id: string }) => it,
        sign: ({ name }: { name: string }) => `${name} is open`,
      },
    }),
  ];
  gateway = await startGateway(writeSupergraph(folder.path, subgraphs));
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(subgraphs.map((it) => it.close()));
  folder.remove();
});
beforeEach(() => {
  for (const { calls } of subgraphs) calls.length = 0;
});

/** The keys that a subgraph was asked for, one list a call. */
const asked = (name: string): readonly unknown[] =>
  (subgraphs.find((it) => it.name === name)?.calls ?? [])
    .map(({ body }) => (JSON.parse(body) as { variables?: unknown }).variables)
    // The gateway also asks whether it is there.
    .filter((variables) => variables !== undefined);

const P1 = { __typename: 'Place', id: 'p1' };
const P2 = { __typename: 'Place', id: 'p2' };

test('an entity is asked for once and stands in all its positions', async () => {
  const { data } = await gateway.query('{ visits { id place { name } } }');
  expect(data).toEqual({
    visits: visits.map(({ id, place }) => ({ id, place: { name: NAMES.get(place.id) } })),
  });
  expect(asked('places')).toEqual([{ representations: [P1, P2] }]);
});

test('what its position says of it stays with the position', async () => {
  const { data } = await gateway.query('{ visits { place { seenAs name } } }');
  expect(data).toEqual({
    visits: visits.map(({ place }) => ({ place: { seenAs: place.seenAs, name: NAMES.get(place.id) } })),
  });
  expect(asked('places')).toEqual([{ representations: [P1, P2] }]);
});

test('a field that needs another one is asked for once, too, with the value that was brought', async () => {
  const { data } = await gateway.query('{ visits { place { sign } } first { place { sign name } } }');
  expect(data).toMatchObject({
    visits: visits.map(({ place }) => ({ place: { sign: `${String(NAMES.get(place.id))} is open` } })),
    first: { place: { sign: 'Dom is open', name: 'Dom' } },
  });
  expect(asked('opening')).toEqual([
    {
      representations: [
        { ...P1, name: 'Dom' },
        { ...P2, name: 'Paderquellen' },
      ],
    },
  ]);
});

test('a fault is told at each position, and null climbs at each', async () => {
  const { data, errors } = await gateway.query('{ visits { place { name code } } }');
  expect(data).toEqual({
    visits: visits.map(({ place }) => ({
      place: place.id === 'p1' ? { name: 'Dom', code: 'code of p1' } : null,
    })),
  });
  expect(errors.map(({ path }) => path)).toEqual([
    ['visits', 1, 'place', 'code'],
    ['visits', 3, 'place', 'code'],
  ]);
});

test('lists below an entity are one as well: what comes below them is asked for once', async () => {
  const { data } = await gateway.query('{ visits { place { near { sign } } } }');
  const near = [{ sign: 'Rathaus is open' }, { sign: 'Rathaus is open' }];
  expect(data).toEqual({ visits: visits.map(() => ({ place: { near } })) });
  expect(asked('opening')).toEqual([
    { representations: [{ __typename: 'Place', id: 'p3', name: 'Rathaus' }] },
  ]);
});
