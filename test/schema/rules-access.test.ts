import { expect, test } from '@jest/globals';
import { findingsOf, LINK, entry, subgraph } from './support.js';
import { parseSdl } from '../../schema/src/sdl/read-sdl.js';

test('shared-copies: a copy says the same as schema/shared.graphql, descriptions included', () => {
  const energy = subgraph(
    'energy',
    [],
    `"Lowest trust level of the caller's sign-in (BSI TR-03107): NONE, NORMAL, SUBSTANTIAL or HIGH."
     directive @trust(min: String!) on FIELD_DEFINITION | OBJECT
     "Only callers who signed in may read this; on a type it guards every field of the type."
     directive @signedIn(really: Boolean) on FIELD_DEFINITION | OBJECT
     "A point on the earth, WGS 84."
     type GeoPoint @shareable { lon: Float! lat: Float! }
     type Query { x: Int }`,
  );
  expect(findingsOf('shared-copies', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:4 @signedIn differs from schema/shared.graphql. → Copy it from there: directive @signedIn on FIELD_DEFINITION | OBJECT",
     "energy.graphql:6 GeoPoint differs from schema/shared.graphql. → Copy it from there: type GeoPoint @shareable { lat: Float! lon: Float! }",
   ]
  `);
});

const ACCESS = `directive @signedIn on FIELD_DEFINITION | OBJECT
  directive @scopes(anyOf: [[String!]!]!, orSelf: Boolean! = false) on FIELD_DEFINITION | OBJECT
  directive @purpose(anyOf: [String!]!, legalBasis: String) on FIELD_DEFINITION | OBJECT
  directive @trust(min: String!) on FIELD_DEFINITION | OBJECT`;

test('access-composed: what is used is linked and composed', () => {
  const spec = 'url: "https://modellregion.example/access/v1.0"';
  const head = `${LINK} @link(${spec}, import: ["@signedIn", "@trust"]) @composeDirective(name: "@signedIn")`;
  const sdl = `${head} ${ACCESS} type Query { a: Int @signedIn b: Int @trust(min: "HIGH") c: Int @scopes(anyOf: [["x"]]) }`;
  expect(findingsOf('access-composed', parseSdl(entry('energy'), sdl))).toMatchInlineSnapshot(`
   [
     "energy.graphql:4 @trust is used, but not linked to the access spec and composed. → Write @link(url: "https://modellregion.example/access/v1.0", import: ["@trust"]) and @composeDirective(name: "@trust") at extend schema.",
     "energy.graphql:4 @scopes is used, but not linked to the access spec and composed. → Write @link(url: "https://modellregion.example/access/v1.0", import: ["@scopes"]) and @composeDirective(name: "@scopes") at extend schema.",
   ]
  `);
});

test('access-arguments: levels exist, lists are not empty, and "self" is no scope', () => {
  const energy = subgraph(
    'energy',
    [],
    `${ACCESS}
     type Query {
       a: Int @trust(min: "HIGHEST")
       b: Int @scopes(anyOf: [["self"], ["energy:read"]])
       c: Int @scopes(anyOf: [[]])
       d: Int @purpose(anyOf: [])
       fine: Int @trust(min: "HIGH") @scopes(anyOf: [["energy:read"]], orSelf: true) @purpose(anyOf: ["SELF_SERVICE"])
     }`,
  );
  expect(findingsOf('access-arguments', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:6 @trust of Query.a names the trust level "HIGHEST". → Write one of NONE, NORMAL, SUBSTANTIAL, HIGH.",
     "energy.graphql:7 @scopes of Query.b names "self" as a scope. → Take it out and write orSelf: true.",
     "energy.graphql:8 @scopes of Query.c has an empty list of scopes. → Name at least one scope in each list.",
     "energy.graphql:9 @purpose of Query.d does not name purposes. → Name at least one, in capitals: ["SELF_SERVICE"].",
   ]
  `);
});

test('guards-nullable: a refusal nulls its own place and nothing beside it', () => {
  const energy = subgraph(
    'energy',
    ['Meter'],
    `${ACCESS}
     type Query { meter(id: ID!): Meter all(first: Int! = 9): [Meter!] fine(first: Int! = 9): [Meter]! bill: Bill! bills: [Bill!] }
     type Meter @key(fields: "id") @scopes(anyOf: [["energy:read"]], orSelf: true) { id: ID! kwh: Int! }
     type Bill @signedIn { cents: Int! }
     type Site @key(fields: "id") { id: ID! @signedIn name: String! @trust(min: "HIGH") owner: String @signedIn }`,
  );
  // Meter's guard differs from object to object, so each item must be nullable; Bill's is the same for all of a list.
  expect(findingsOf('guards-nullable', energy)).toMatchInlineSnapshot(`
   [
     "energy.graphql:5 Query.all: [Meter!] holds Meter, which is guarded as a whole. → Write [Meter].",
     "energy.graphql:5 Query.bill: Bill! holds Bill, which is guarded as a whole. → Write Bill.",
     "energy.graphql:8 Site.id: ID! is guarded by @signedIn. → A key cannot be guarded by itself: guard the type.",
     "energy.graphql:8 Site.name: String! is guarded by @trust. → Write String.",
   ]
  `);
});

test('classification: each type says what it holds, but for wrappers and what stands in personal data alone', () => {
  const energy = subgraph(
    'energy',
    ['Meter', 'Bill'],
    `directive @public on OBJECT
     directive @personalData(category: String!, subject: String!) on FIELD_DEFINITION | OBJECT
     type Query { meters: MeterConnection bills: [Bill!] grid: Grid site: Site plan: Plan }
     type MeterConnection { edges: [MeterEdge!]! nodes: [Meter!]! totalCount: Int! }
     type MeterEdge { node: Meter cursor: String! }
     type Meter @key(fields: "id") @personalData(category: "CONSUMPTION", subject: "id") { id: ID! readings: [Reading!] plan: Plan }
     type Reading { kwh: Int! at: Moment }
     type Moment { year: Int! }
     type Bill @key(fields: "id") { id: ID! cents: Int! @personalData(category: "CONSUMPTION", subject: "id") }
     type Grid { volts: Int! }
     type Plan { name: String! }
     type Site @public { owner: String @personalData(category: "PERSONAL", subject: "id") }
     type Stop @key(fields: "id") { id: ID! meters: [Meter!] }`,
  );
  const mobility = subgraph(
    'mobility',
    ['Stop'],
    'directive @public on OBJECT type Query { x: Int } type Stop @key(fields: "id") @public { id: ID! }',
  );
  // Reading and Moment are reached through Meter only; Plan is so from Meter, and from the root as well.
  expect(findingsOf('classification', energy, mobility)).toMatchInlineSnapshot(`
   [
     "energy.graphql:10 Grid does not say whether it holds data about a person. → Write type Grid @public { … } if nothing of it is about a person; else type Grid @personalData(category: "…", subject: "…") { … }, or so at its fields.",
     "energy.graphql:11 Plan does not say whether it holds data about a person. → Write type Plan @public { … } if nothing of it is about a person; else type Plan @personalData(category: "…", subject: "…") { … }, or so at its fields.",
     "energy.graphql:12 Site is @public and carries @personalData at Site.owner. → Remove @public; fields without @personalData stay readable.",
   ]
  `);
});
