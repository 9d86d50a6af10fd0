import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

const TOWN_SDL = `${LINK}
type Query { greeting: String! towns: [Town] }
type Town @key(fields: "id") { id: ID! name: String }
`;

const WORKS_SDL = `${LINK}
scalar Json
type Query { works: Works }
type Works {
  title: String!
  count: Int
  ratio: Float
  on: Boolean
  code: ID
  kind: Kind
  tags: [String!]
  boss: Boss
  partner: Partner
  facts: Json
  serves: [Town]
}
enum Kind { GAS POWER }
type Boss { name: String }
union Partner = Firm | Person
type Firm { trade: String }
type Person { surname: String }
type Town @key(fields: "id") { id: ID! power: Int }
`;

const TOWNS = ['Ahaus', 'Brakel', 'Corvey'].map((name, index) => ({ id: String(index + 1), name }));

const WORKS = {
  title: 'Stadtwerke',
  count: 4,
  ratio: 0.5,
  on: true,
  code: 'W1',
  kind: 'GAS',
  tags: ['a', 'b'],
  boss: { name: 'Berta' },
  partner: { __typename: 'Firm', trade: 'heat' },
  facts: { a: [1] },
  serves: [{ id: '1' }, { id: '3' }],
};

/** A town that is always right, and its works, which are right until told otherwise. */
export interface FaultyRegion {
  readonly town: FakeSubgraph;
  readonly works: FakeSubgraph;
  readonly close: () => Promise<void>;
}

export async function startFaultyRegion(): Promise<FaultyRegion> {
  const town = await fakeSubgraph('town', TOWN_SDL, {
    Query: { greeting: () => 'hello', towns: () => TOWNS },
    Town: { __resolveReference: ({ id }: { id: string }) => TOWNS.find((it) => it.id === id) ?? null },
  });
  const works = await fakeSubgraph('works', WORKS_SDL, {
    Query: { works: () => WORKS },
    Town: {
      __resolveReference: (reference: object) => reference,
      power: ({ id }: { id: string }) => 10 * Number(id),
    },
  });
  return {
    town,
    works,
    close: async () => {
      await Promise.all([town.close(), works.close()]);
    },
  };
}

/** Needs both: a root field of each, and a field of the works at each entity of the town. */
export const QUERY = `{
  greeting
  towns { id name power }
  works {
    title count ratio on code kind tags facts
    boss { name }
    serves { id name }
    partner { ... on Firm { trade } ... on Person { surname } }
  }
}`;

export interface Towns {
  readonly id: string;
  readonly name: string;
  readonly power: number | null;
}

export interface Data {
  readonly greeting: string;
  readonly towns: readonly Towns[];
  readonly works: Readonly<Record<string, unknown>> | null;
}

const { partner: _withTypename, ...leaves } = WORKS;

/** The whole answer when nobody misbehaves. */
export const RIGHT: Data = {
  greeting: 'hello',
  towns: TOWNS.map((town, index) => ({ ...town, power: 10 * (index + 1) })),
  works: { ...leaves, partner: { trade: 'heat' }, serves: [TOWNS[0], TOWNS[2]] },
};
