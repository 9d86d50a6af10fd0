import { fakeSubgraph, type FakeSubgraph } from './fake-subgraph.js';
import { GraphQLError } from 'graphql';

/** Two towns in small: residents knows people, energy knows their meters. */
export interface SmallRegion {
  readonly residents: FakeSubgraph;
  readonly energy: FakeSubgraph;
  readonly subgraphs: readonly FakeSubgraph[];
  close(): Promise<void>;
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

export const RESIDENTS_SDL = `${LINK}
type Query {
  me: Resident
  residents(first: Int = 2, state: State): [Resident]
  count: Int!
  private: String
}
type Mutation { move(id: ID!): Resident }
enum State { OPEN CLOSED }
type Resident @key(fields: "id") { id: ID! name: String street: String }
`;

export const ENERGY_SDL = `${LINK}
type Query { outages: [Outage] tariff: String }
type Outage { kind: String affected: [Resident] }
type Resident @key(fields: "id") { id: ID! meter: String units: [String] }
`;

const people = ['anna', 'bernd', 'clara'].map((name, index) => ({
  id: String(index + 1),
  name,
  street: 'Am Rothoborn',
}));

export async function startSmallRegion(): Promise<SmallRegion> {
  const find = ({ id }: { id: string }): object | null => people.find((person) => person.id === id) ?? null;
  const residents = await fakeSubgraph('residents', RESIDENTS_SDL, {
    Query: {
      me: () => people[0],
      residents: (_: unknown, { first }: { first: number }) => people.slice(0, first),
      count: () => people.length,
      private: () => {
        throw new GraphQLError('Anna Musterfrau may not read 10.0.0.7', {
          extensions: { code: 'TRUST_TOO_LOW', requiredTrust: 'HIGH', secret: 'x' },
        });
      },
    },
    Mutation: { move: (_: unknown, { id }: { id: string }) => find({ id }) },
    Resident: { __resolveReference: find },
  });
  const energy = await fakeSubgraph('energy', ENERGY_SDL, {
    Query: { outages: () => [{ kind: 'POWER', affected: [{ id: '2' }] }], tariff: () => 'basic' },
    Resident: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      meter: ({ id }: { id: string }) => `meter ${id}`,
      units: () => [],
    },
  });
  const subgraphs = [residents, energy];
  return {
    residents,
    energy,
    subgraphs,
    close: async () => {
      await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
    },
  };
}
