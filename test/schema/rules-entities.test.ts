import { expect, test } from '@jest/globals';
import { parseSdl } from '../../schema/src/sdl/read-sdl.js';
import { entry, findingsOf, subgraph } from './support.js';

const residents = subgraph(
  'residents',
  ['Town'],
  `type Query { town(ags: ID!): Town }
   type Town @key(fields: "ags") { ags: ID! name: String! twin: Town! }`,
);

test('foreign-positions-nullable: a place that holds an entity of another is nullable, items of lists too', () => {
  const energy = subgraph(
    'energy',
    ['Meter'],
    `type Query { meter(id: ID!): Meter }
     type Meter @key(fields: "id") { id: ID! town: Town! near: [Town!]! firm: Firm! site: Site! ok: Town oks: [Town]! own: Meter! }
     type Town @key(fields: "ags") { ags: ID! }
     type Firm @key(fields: "id") { id: ID! }
     union Site = Meter | Town`,
  );
  // residents may promise its own Town; energy may not, nor the Firm that nobody owns yet, nor a union with a Town.
  expect(findingsOf('foreign-positions-nullable', residents, energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:2 Meter.town: Town! holds Town, an entity of residents. → Write Town; if energy owns Town, add it to owns in its registry file.",
     "energy.graphql:2 Meter.near: [Town!]! holds Town, an entity of residents. → Write [Town]!; if energy owns Town, add it to owns in its registry file.",
     "energy.graphql:2 Meter.firm: Firm! holds Firm, an entity that no subgraph owns yet. → Write Firm; if energy owns Firm, add it to owns in its registry file.",
     "energy.graphql:2 Meter.site: Site! holds Town, an entity of residents. → Write Site; if energy owns Town, add it to owns in its registry file.",
   ]
  `);
});

test('additions-nullable: what is added to an entity of another is nullable; keys and @external are not added', () => {
  const energy = subgraph(
    'energy',
    [],
    `type Query { power: Int }
     type Town @key(fields: "ags") { ags: ID! name: String! @external kw: Float! plants: [Plant!]! fine: [Plant!] }
     type Plant { kw: Float! }`,
  );
  expect(findingsOf('additions-nullable', residents, energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:2 Town.kw: Float! is added to Town, owned by residents. → Write Float; if energy owns Town, add it to owns in its registry file.",
     "energy.graphql:2 Town.plants: [Plant!]! is added to Town, owned by residents. → Write [Plant!]; if energy owns Town, add it to owns in its registry file.",
   ]
  `);
});

test('root-fields-nullable: a town that is down nulls its own root fields, not the whole answer', () => {
  const energy = subgraph(
    'energy',
    [],
    'type Query { power: Float! plants: [Plant!]! fine: [Plant!] } type Plant { kw: Float! }',
  );
  expect(findingsOf('root-fields-nullable', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:1 Query.power: Float! is a root field. → Write Float.",
     "energy.graphql:1 Query.plants: [Plant!]! is a root field. → Write [Plant!].",
   ]
  `);
});

test('ownership: owns names entities that are defined and have a key', () => {
  const energy = subgraph(
    'energy',
    ['Meter', 'Reading', 'Ghost'],
    'type Query { m: Meter } type Meter @key(fields: "id") { id: ID! } type Reading { kwh: Int }',
  );
  expect(findingsOf('ownership', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:1 owns in schema/registry/energy.yaml names Ghost, which the SDL does not define. → Define type Ghost here, or take it out of owns.",
     "energy.graphql:1 owns in schema/registry/energy.yaml names Reading, which has no @key and so is no entity. → Give Reading a @key, or take it out of owns.",
   ]
  `);
});

test('keys-are-ids: every part of every key is ID!', () => {
  const energy = subgraph(
    'energy',
    ['Meter', 'Offer'],
    `type Query { meter(id: ID!): Meter } scalar Malo
     type Meter @key(fields: "malo") @key(fields: "plant { id }") { malo: Malo! plant: Plant! }
     type Plant { id: ID }
     type Offer @key(fields: "leikaKey ags") { leikaKey: String! ags: ID! }`,
  );
  expect(findingsOf('keys-are-ids', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:2 Meter.malo: Malo!, a type of its own, is part of a key of Meter. → Write ID!; the kit checks the format of identifiers.",
     "energy.graphql:3 Plant.id: ID is part of a key of Meter. → Write ID!; the kit checks the format of identifiers.",
     "energy.graphql:4 Offer.leikaKey: String! is part of a key of Offer. → Write ID!; the kit checks the format of identifiers.",
   ]
  `);
  expect(findingsOf('keys-are-ids', residents)).toEqual([]);
});

test('keys-are-ids: a key is a key under whatever local name the directive has', () => {
  const spec = 'url: "https://specs.apollo.dev/federation/v2.5"';
  const sdl = (link: string, key: string) =>
    `extend schema @link(${link}) type Query { a: A } type A ${key} { id: String! }`;
  const forms = [
    sdl(spec, '@federation__key(fields: "id")'),
    sdl(`${spec}, as: "fed"`, '@fed__key(fields: "id")'),
    sdl(`${spec}, import: [{ name: "@key", as: "@primary" }]`, '@primary(fields: "id")'),
    'type Query { a: A } type A @key(fields: "id") { id: String! }',
  ];
  for (const form of forms) {
    expect(findingsOf('keys-are-ids', parseSdl(entry('energy'), form))).toEqual([
      'energy.graphql:1 A.id: String! is part of a key of A. → Write ID!; the kit checks the format of identifiers.',
    ]);
  }
});

test('lookups-are-ids: an argument that takes a key is ID!; a filter may be left out', () => {
  const energy = subgraph(
    'energy',
    ['Meter'],
    `type Query {
       meter(malo: String!): Meter
       byId(id: ID): Meter
       meters(ids: [String!], ags: ID): [Meter!]!
       readings(meterId: String!): [Int!]!
       fine(malo: ID!): Meter
       also(ids: [ID!], townIds: [ID!]!, text: String!): [Meter!]!
     }
     type Meter @key(fields: "malo") { malo: ID! }`,
  );
  expect(findingsOf('lookups-are-ids', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:2 Argument malo: String! of Query.meter takes a key. → Write ID!.",
     "energy.graphql:3 Argument id: ID of Query.byId takes a key. → Write ID!.",
     "energy.graphql:4 Argument ids: [String!] of Query.meters takes a key. → Write [ID!].",
     "energy.graphql:5 Argument meterId: String! of Query.readings takes a key. → Write ID!.",
   ]
  `);
});

test('stop-ids-opaque: Stop is found by its id alone, which says that it is opaque; nothing offers parts of it', () => {
  const bad = subgraph(
    'mobility',
    ['Stop'],
    `type Query { stops(dhidPrefix: String): [Stop!]! }
     type Stop @key(fields: "id") @key(fields: "dhid") { "A DHID" id: ID! dhid: ID! area: String }`,
  );
  const good = subgraph(
    'mobility',
    ['Stop'],
    `type Query { stop(id: ID!): Stop }
     type Stop @key(fields: "id") { "Opaque: pass it on as it is." id: ID! platform: String }`,
  );
  expect(findingsOf('stop-ids-opaque', bad)).toMatchInlineSnapshot(`
   [
     "mobility.graphql:1 Argument dhidPrefix: String of Query.stops takes a part of a stop id. → Take id: ID! as a whole, or search by place or name.",
     "mobility.graphql:2 Stop has the key "dhid". → Let @key(fields: "id") be its only key.",
     "mobility.graphql:2 Stop.id does not say that it is opaque. → Say in its description that it is opaque and must not be taken apart.",
     "mobility.graphql:2 Stop.dhid offers a part of the id. → Remove it; the id is passed on as it is.",
     "mobility.graphql:2 Stop.area offers a part of the id. → Remove it; the id is passed on as it is.",
   ]
  `);
  expect(findingsOf('stop-ids-opaque', good)).toEqual([]);
});
