import { GraphQLError } from 'graphql';
import { fakeSubgraph, type FakeSubgraph } from '../support/fake-subgraph.js';
import {
  registryOf,
  startGateway,
  temporaryFolder,
  writeSupergraph,
  type GatewayUnderTest,
  type StartOptions,
} from '../support/gateway-under-test.js';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@composeDirective"])
  @link(url: "https://modellregion.example/access/v1.0", import: ["@signedIn", "@scopes", "@personalData"])
  @composeDirective(name: "@signedIn")
  @composeDirective(name: "@scopes")
  @composeDirective(name: "@personalData")
directive @signedIn on FIELD_DEFINITION | OBJECT
directive @scopes(anyOf: [[String!]!]!, orSelf: Boolean! = false) on FIELD_DEFINITION | OBJECT
directive @personalData(category: String!, subject: String!) on FIELD_DEFINITION | OBJECT
scalar Date
type DataSource @shareable {
  title: String! publisher: String! licence: String! licenceUrl: String attribution: String! notice: String
  url: String retrievedOn: Date! recordCount: Int provenance: Provenance!
}
enum Provenance { OPERATIONAL OPEN_DATA SYNTHETIC }
`;

const TOWNS_SDL = `${LINK}
type Query { municipalities: [Municipality!] town(ags: ID!): Municipality residentsDataSources: [DataSource!] }
type Municipality @key(fields: "ags") { ags: ID! nuts3: String! name: String! }
`;

const PLACES_SDL = `${LINK}
type Query {
  "All places by id."
  places(ags: ID, kind: Kind, within: Box, first: Int! = 50, after: String): PlaceConnection
  marks(first: Int! = 50, after: String): MarkConnection
  near(lat: Float!, lon: Float!, first: Int! = 10): [Place!]
  kinds(of: [Kind!]): [Place!]
  guardedList: [Place!] @signedIn
  secrets: [Secret!]
  persons: [Person!]
  mobilityDataSources: [DataSource!]
}
input Box { west: Float! east: Float! }
enum Kind { STOP STATION }
type Municipality @key(fields: "ags") { ags: ID! places(ags: ID, first: Int! = 50): [Place!] }
type Place @key(fields: "id") {
  id: ID! name: String! kind: Kind! tags: [String!]! location: GeoPoint municipality: Municipality source: DataSource!
  twice(by: Int! = 2): Int distance(lat: Float!): Float
  phone: String @signedIn
  owner: Person
}
type Mark @key(fields: "id") { id: ID! location: GeoPoint }
type MarkConnection { nodes: [Mark!]! pageInfo: PageInfo! }
type PlaceConnection { nodes: [Place!]! pageInfo: PageInfo! }
type PageInfo @shareable { hasNextPage: Boolean! endCursor: String }
type GeoPoint @shareable { lat: Float! lon: Float! }
type Secret @scopes(anyOf: [["a:b"]]) { id: ID! location: GeoPoint! }
type Person @key(fields: "id") { id: ID! location: GeoPoint @personalData(category: "HOME", subject: "id") }
`;

const POWER_SDL = `${LINK}
type Query { energyDataSources: [DataSource!] }
type Place @key(fields: "id") { id: ID! powerKw: Float }
`;

/** How many places there are; `stop-00000` to the last. */
export const PLACES = 300;

/** How many marks there are: more than one answer holds. They have nothing but a place, which some have not. */
export const MARKS = 10_250;

export const OPEN_SOURCE = {
  title: 'Haltestellen & mehr, 2026',
  publisher: 'Verkehrsverbund „OWL“',
  licence: 'CC BY 4.0',
  licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  attribution: '© Verkehrsverbund OWL, CC BY 4.0',
  notice: null,
  url: 'https://data.example/stops?a=1&b="2"',
  retrievedOn: '2026-11-22',
  recordCount: PLACES,
  provenance: 'OPEN_DATA',
};

export const SHARE_ALIKE = {
  ...OPEN_SOURCE,
  title: 'Postleitzahlen',
  licence: 'ODbL 1.0 and another',
  licenceUrl: null,
  notice: 'Derived databases keep this licence.',
  url: 'no address',
  recordCount: null,
};

export const MADE_UP = { ...OPEN_SOURCE, title: 'Made up', licence: 'EUPL-1.2', provenance: 'SYNTHETIC' };

interface PageArguments {
  readonly first: number;
  readonly after?: string | null;
  readonly within?: { readonly west: number; readonly east: number } | null;
  readonly kind?: string | null;
}

function place(number: number): object {
  return {
    __typename: 'Place',
    id: `stop-${String(number).padStart(5, '0')}`,
    name: `Straße ${String(number)}`,
    kind: number % 2 === 0 ? 'STOP' : 'STATION',
    tags: ['a', 'b'],
    // Every 50th was never surveyed.
    location: number % 50 === 49 ? null : { lat: 51.5 + number / 100_000, lon: 8.5 },
    municipality: { ags: '05774032' },
    source: number % 10 === 3 ? MADE_UP : OPEN_SOURCE,
    twice: 4,
    owner: { id: 'person-1' },
  };
}

function page({ first, after, kind }: PageArguments, most = PLACES, node = place): object {
  if (first > 100) throw new GraphQLError('too many', { extensions: { code: 'BAD_USER_INPUT' } });
  const start = after == null ? 0 : Number(after) + 1;
  const end = Math.min(start + first, most);
  const nodes = Array.from({ length: end - start }, (_, index) => node(start + index));
  return {
    nodes: kind == null ? nodes : nodes.filter((it) => 'kind' in it && it.kind === kind),
    pageInfo: { hasNextPage: end < most, endCursor: String(end - 1) },
  };
}

function mark(number: number): object {
  return { id: number, location: number % 50 === 49 ? null : { lat: 51, lon: 8 } };
}

/** Three towns in small: one knows municipalities, one places, one adds to places what it knows. */
export interface OpenRegion {
  readonly towns: FakeSubgraph;
  readonly places: FakeSubgraph;
  readonly power: FakeSubgraph;
  readonly gateway: GatewayUnderTest;
  /** A GET, answered as text. */
  get(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; text: string }>;
  close(): Promise<void>;
}

export async function startOpenRegion(
  options: StartOptions = {},
  sources: { readonly mobility?: readonly object[]; readonly residents?: readonly object[] } = {},
): Promise<OpenRegion> {
  const folder = temporaryFolder();
  const towns = await fakeSubgraph('residents', TOWNS_SDL, {
    Query: {
      municipalities: () => [
        { ags: '05774032', nuts3: 'DEA47', name: 'Paderborn' },
        { ags: '05711000', nuts3: 'DEA41', name: 'Bielefeld' },
        { ags: '05774020', nuts3: 'DEA47', name: 'Delbrück' },
      ],
      town: (_: unknown, { ags }: { ags: string }) =>
        ags === '05774032' ? { ags, nuts3: '', name: '' } : null,
      residentsDataSources: () => sources.residents ?? [SHARE_ALIKE],
    },
  });
  const places = await fakeSubgraph('mobility', PLACES_SDL, {
    Query: {
      places: (_: unknown, args: PageArguments) => page(args),
      marks: (_: unknown, args: PageArguments) => page(args, MARKS, mark),
      near: (_: unknown, { first }: { first: number }) =>
        Array.from({ length: first }, (__, it) => place(it)),
      kinds: (_: unknown, { of }: { of?: string[] }) => (of ?? []).map((kind) => ({ ...place(1), kind })),
      guardedList: () => [place(1)],
      mobilityDataSources: () => sources.mobility ?? [OPEN_SOURCE, MADE_UP],
    },
    Municipality: { places: () => [place(1), place(2)] },
  });
  const power = await fakeSubgraph('energy', POWER_SDL, {
    Query: { energyDataSources: () => [] },
    Place: { __resolveReference: ({ id }: { id: string }) => ({ id, powerKw: 22 }) },
  });
  const all = [towns, places, power];
  const gateway = await startGateway(writeSupergraph(folder.path, all), {
    argv: ['--profile', 'developer'],
    registry: registryOf(all).map((entry) => ({ ...entry, theme: 'TRAN' })),
    ...options,
    env: { MODELLREGION_STATE: folder.path, ...options.env },
  });
  return {
    towns,
    places,
    power,
    gateway,
    get: async (path, init) => {
      const response = await fetch(gateway.gateway.url + path, init);
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    close: async () => {
      await gateway.close();
      await Promise.all(all.map((it) => it.close()));
      folder.remove();
    },
  };
}
