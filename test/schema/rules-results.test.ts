import { expect, test } from '@jest/globals';
import { findingsOf, subgraph } from './support.js';

test('root-fields-single: a root field stands in one subgraph and is not @shareable', () => {
  const energy = subgraph('energy', [], 'type Query { version: String @shareable power: Int }');
  const water = subgraph('water', [], 'type Query { version: String @shareable level: Int }');
  expect(findingsOf('root-fields-single', energy, water)).toMatchInlineSnapshot(`
   [
     "energy.graphql:1 Query.version is a @shareable root field. → Remove @shareable and let one subgraph answer it.",
     "water.graphql:1 Query.version is a root field of energy already. → Give it a name of its own, or add to an entity instead.",
   ]
  `);
});

test('data-sources-named: all data sources stand under <name>DataSources', () => {
  const type = 'type DataSource @shareable { title: String! }';
  const misnamed = subgraph('energy', [], `type Query { dataSources: [DataSource!]! } ${type}`);
  const silent = subgraph('water', [], `type Query { level: Int } ${type}`);
  const good = subgraph('mobility', [], `type Query { mobilityDataSources: [DataSource!] } ${type}`);
  expect(findingsOf('data-sources-named', misnamed, silent, good)).toMatchInlineSnapshot(`
   [
     "energy.graphql:1 Query.dataSources: [DataSource!]! lists data sources. → Write energyDataSources: [DataSource!].",
     "water.graphql:1 water has DataSource and no root field that lists its data sources. → Write waterDataSources: [DataSource!] in type Query.",
   ]
  `);
});

test('results-bounded: a list has first ≤ 100 or says what bounds it; enums and texts are details', () => {
  const energy = subgraph(
    'energy',
    [],
    `directive @bounded(max: Int!, by: String!) on FIELD_DEFINITION
     type Query {
       meters: [Meter!]!
       many(first: Int! = 1000): [Meter!]!
       open(first: Int): [Meter!]!
       vague: [Meter!]! @bounded(max: 100, by: " ")
       huge: [Meter!]! @bounded(max: 70000, by: "all there are")
       ids: [ID!]!
       fine(first: Int! = 100): [Meter!]!
       bounded: [Meter!]! @bounded(max: 70, by: "the region's municipalities")
       kinds: [Kind!]!
       names: [String!]!
     }
     type Meter { id: ID! } enum Kind { GAS }`,
  );
  expect(findingsOf('results-bounded', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:3 Query.meters: [Meter!]! is a list without a bound. → Add first: Int! = 20, make it a connection, or say @bounded(max: …, by: "…") with max ≤ 100.",
     "energy.graphql:4 Argument first of Query.many has the default 1000. → Give it a default from 1 to 100.",
     "energy.graphql:5 Argument first of Query.open has no default. → Give it a default from 1 to 100.",
     "energy.graphql:6 @bounded of Query.vague does not state a max from 1 to 3000 and by what. → State both, or page the list with first or as a connection.",
     "energy.graphql:7 @bounded of Query.huge does not state a max from 1 to 3000 and by what. → State both, or page the list with first or as a connection.",
     "energy.graphql:8 Query.ids: [ID!]! is a list without a bound. → Add first: Int! = 20, make it a connection, or say @bounded(max: …, by: "…") with max ≤ 100.",
   ]
  `);
});

test('connections-shaped: nodes, edges, pageInfo; first and after', () => {
  const page = 'type PageInfo @shareable { hasNextPage: Boolean! } type Meter { id: ID! }';
  const bad = subgraph(
    'energy',
    [],
    `type Query { meters(first: Int): MeterConnection! }
     type MeterConnection { nodes: [Meter!]! edges: [MeterEdge!]! } type MeterEdge { node: Meter! } ${page}`,
  );
  const good = subgraph(
    'energy',
    [],
    `type Query { meters(first: Int! = 20, after: String): MeterConnection! }
     type MeterConnection { nodes: [Meter!]! edges: [MeterEdge!]! pageInfo: PageInfo! }
     type MeterEdge { cursor: String! node: Meter! } ${page}`,
  );
  expect(findingsOf('connections-shaped', bad)).toMatchInlineSnapshot(`
   [
     "energy.graphql:1 Query.meters is a connection that cannot be paged with first and after. → Add first: Int! = 20 (a default up to 100) and after: String.",
     "energy.graphql:2 MeterConnection lacks MeterConnection.pageInfo, MeterEdge.cursor of a connection. → A connection has nodes: [T!]!, edges: [TEdge!]! and pageInfo: PageInfo!; an edge cursor: String! and node: T!.",
   ]
  `);
  expect([...findingsOf('connections-shaped', good), ...findingsOf('results-bounded', good)]).toEqual([]);
});

test('described: every type, field, enum value and input field, once for the region and at its owner', () => {
  const energy = subgraph(
    'energy',
    ['Meter'],
    `"Questions." type Query { "A meter." meter(by: Search): Meter }
     "A meter." type Meter @key(fields: "id") { id: ID! "The kind." kind: Kind }
     enum Kind { "Gas." GAS POWER }
     "A search." input Search { text: String }
     type Query2 { "  " empty: Int }`,
  );
  const water = subgraph(
    'water',
    [],
    'type Query { "A level." level: Int } type Meter @key(fields: "id") { id: ID! }',
  );
  expect(findingsOf('described', water, energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:2 Meter.id has no description. → Say in one sentence what it means: unit, order, and what null stands for.",
     "energy.graphql:3 Kind has no description. → Say in one sentence what it means: unit, order, and what null stands for.",
     "energy.graphql:3 Kind.POWER has no description. → Say in one sentence what it means: unit, order, and what null stands for.",
     "energy.graphql:4 Search.text has no description. → Say in one sentence what it means: unit, order, and what null stands for.",
     "energy.graphql:5 Query2 has no description. → Say in one sentence what it means: unit, order, and what null stands for.",
     "energy.graphql:5 Query2.empty has no description. → Say in one sentence what it means: unit, order, and what null stands for.",
   ]
  `);
});
