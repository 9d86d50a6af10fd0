import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { artefactsOf } from '../../schema/src/compose/artefacts.js';
import { apiSchemaOf, compose, keyFieldsOf, possibleTypesOf } from '../../schema/src/compose/index.js';
import { composeFiles } from '../../schema/src/compose/compose.js';
import { loadRegistry } from '../../schema/src/registry/index.js';
import { parseSdl } from '../../schema/src/sdl/read-sdl.js';
import { entry, LINK, subgraph } from './support.js';

const ACCESS =
  '@link(url: "https://modellregion.example/access/v1.0", import: ["@signedIn"]) @composeDirective(name: "@signedIn")';

const energy = parseSdl(
  entry('energy'),
  `${LINK} ${ACCESS}
   directive @signedIn on FIELD_DEFINITION | OBJECT
   directive @bounded(max: Int!, by: String!) on FIELD_DEFINITION
   type Query { meter(id: ID!): Meter @signedIn offers: [Offer!]! @bounded(max: 5, by: "law") }
   type Meter @key(fields: "id") @key(fields: "plant { id }") { id: ID! plant: Plant! }
   type Plant { id: ID! }
   interface Offer { title: String }
   type Gas implements Offer @key(fields: "leikaKey ags") { leikaKey: ID! ags: ID! title: String }
   type Heat implements Offer { title: String }`,
);
const water = subgraph(
  'water',
  [],
  'type Query { level: Int } type Meter @key(fields: "id") { id: ID! flow: Int }',
);

function supergraphOf(...files: Parameters<typeof composeFiles>[0]): string {
  const composition = composeFiles(files);
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.supergraphSdl;
}

describe('composition', () => {
  test('a type is described in the words of its owner, whoever else describes it and whatever they are called', () => {
    const town = (what: string, more: string) =>
      `"${what}." type Town @key(fields: "ags") { "Key of ${what}." ags: ID! ${more} }`;
    const first = subgraph('areas', [], town('where we are', '"Square kilometres." area: Float'));
    const owner = subgraph('towns', ['Town'], `${town('a town', 'name: String')} type Query { x: Int }`);
    const third = subgraph('trees', [], town('where we are', '"How many." trees: Int'));
    const api = apiSchemaOf(supergraphOf(first, owner, third));
    expect(/"""[^"]*"""\ntype Town .*?\n}/s.exec(api)?.[0]).toMatchInlineSnapshot(`
     """"a town."""
     type Town {
       """Key of a town."""
       ags: ID!

       """Square kilometres."""
       area: Float
       name: String

       """How many."""
       trees: Int
     }"
    `);
  });

  test('gives the same text whatever the order of subgraphs, and portals see nothing of federation in it', () => {
    const supergraph = supergraphOf(energy, water);
    expect(supergraphOf(water, energy)).toBe(supergraph);
    expect(apiSchemaOf(supergraph)).toMatchInlineSnapshot(`
     "type Gas implements Offer {
       ags: ID!
       leikaKey: ID!
       title: String
     }

     type Heat implements Offer {
       title: String
     }

     type Meter {
       flow: Int
       id: ID!
       plant: Plant!
     }

     interface Offer {
       title: String
     }

     type Plant {
       id: ID!
     }

     type Query {
       level: Int
       meter(id: ID!): Meter
       offers: [Offer!]!
     }
     "
    `);
    expect(possibleTypesOf(supergraph)).toEqual({ Offer: ['Gas', 'Heat'] });
    expect(keyFieldsOf(supergraph)).toEqual({
      Gas: [['leikaKey', 'ags']],
      // No entities: a cache keeps them inside the object they are read from, even with an id.
      Heat: [],
      Meter: [['id'], ['plant', ['id']]],
      Plant: [],
    });
  });

  test('keeps access directives in the supergraph and leaves @bounded out', () => {
    const supergraph = supergraphOf(energy);
    expect(supergraph).toContain('@link(url: "https://modellregion.example/access/v1.0"');
    expect(supergraph).toMatch(/meter\(id: ID!\): Meter.*@signedIn/);
    expect(supergraph).not.toContain('bounded');
  });

  test('tells all faults with subgraph, place, text and advice', () => {
    const broken = parseSdl(entry('roads'), 'type Query {\n  jam(: Int\n}');
    expect(composeFiles([broken])).toMatchInlineSnapshot(`
     {
       "ok": false,
       "problems": [
         {
           "advice": "Correct the SDL at this place; nothing else of this subgraph can be checked before.",
           "code": "INVALID_GRAPHQL",
           "message": "Syntax Error: Expected Name, found ":".",
           "place": {
             "column": 7,
             "file": "roads.graphql",
             "line": 2,
           },
           "subgraph": "roads",
         },
       ],
     }
    `);
    const other = subgraph(
      'heat',
      [],
      'type Query { level: String }\ntype Meter @key(fields: "nope") { id: ID! }',
    );
    expect(composeFiles([water, other])).toMatchInlineSnapshot(`
     {
       "ok": false,
       "problems": [
         {
           "advice": "Name only fields of the type itself in @key(fields:).",
           "code": "KEY_INVALID_FIELDS",
           "message": "On type "Meter", for @key(fields: "nope"): Cannot query field "nope" on type "Meter" (the field should either be added to this subgraph or, if it should not be resolved by this subgraph, you need to add it to this subgraph with @external).",
           "place": {
             "column": 12,
             "file": "heat.graphql",
             "line": 2,
           },
           "subgraph": "heat",
         },
       ],
     }
    `);
    const sharing = subgraph('heat', [], '\ntype Query {\n  level: Int\n}');
    expect(composeFiles([water, sharing])).toMatchInlineSnapshot(`
     {
       "ok": false,
       "problems": [
         {
           "advice": "Let one subgraph answer the field; mark it @shareable only on a shared value type.",
           "code": "INVALID_FIELD_SHARING",
           "message": "Non-shareable field "Query.level" is resolved from multiple subgraphs: it is resolved from subgraphs "heat" and "water" and defined as non-shareable in all of them",
           "place": {
             "column": 3,
             "file": "heat.graphql",
             "line": 3,
           },
           "subgraph": "heat",
         },
       ],
     }
    `);
  });
});

describe("the region's own supergraph", () => {
  const composition = compose(loadRegistry());
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems, null, 2));
  const { supergraphSdl } = composition;

  test('loads in the stock gateway', async () => {
    // Local sources, so that nothing has to run and nothing is fetched; and the gateway asks the networks of cloud
    // providers where it runs, to tell its maker, unless this is set before it is made.
    process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
    const gateway = new ApolloGateway({
      supergraphSdl,
      buildService: () => new LocalGraphQLDataSource(buildSchema('type Query { nothing: Int }')),
    });
    const { schema } = await gateway.load();
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(
      expect.arrayContaining(['me', 'municipality', 'stop', 'mobilityDataSources', 'residentsDataSources']),
    );
    await gateway.stop();
  });

  test('has what portals need to cache, and a schema that any GraphQL tool reads', () => {
    const texts = new Map(artefactsOf(supergraphSdl).map(({ file, text }) => [file, text]));
    const keys = JSON.parse(texts.get('schema/key-fields.json') ?? '') as Record<string, unknown>;
    expect(keys).toMatchObject({
      Municipality: [['ags']],
      ServiceOffer: [['leikaKey', 'ags']],
      Stop: [['id']],
    });
    const api = buildSchema(texts.get('schema/api.graphql') ?? '');
    expect(api.getDirective('join__type')).toBeUndefined();
    expect(api.getType('_Entity')).toBeUndefined();
    expect(parse(texts.get('schema/supergraph.graphql') ?? '').definitions.length).toBeGreaterThan(0);
  });
});
