import { expect, test } from '@jest/globals';
import { checkFiles, formatReport, RULES } from '../../schema/src/checks/index.js';
import { parseSdl } from '../../schema/src/sdl/read-sdl.js';
import { entry, LINK, subgraph } from './support.js';

const good = subgraph('water', [], '"Questions." type Query { "The level in metres." level: Float }');

test('a report without findings is one line', () => {
  expect(formatReport(checkFiles([good]))).toBe(
    `1 subgraph (water), ${String(RULES.length + 1)} rules: nothing found.\n`,
  );
});

test('broken SDL is a finding with file and line, and the other subgraphs are checked all the same', () => {
  const broken = parseSdl(entry('energy'), `${LINK}\ntype Query {\n  power(: Int\n}\n`);
  const careless = subgraph('roads', [], '"Questions." type Query { jam: Int }');
  expect(formatReport(checkFiles([broken, careless]))).toMatchInlineSnapshot(`
   "energy.graphql:3:9  composition  [energy]
     INVALID_GRAPHQL: Syntax Error: Expected Name, found ":".
     Why: Subgraphs that do not compose have no supergraph, so the gateway could not start with them.
     Do:  Correct the SDL at this place; nothing else of this subgraph can be checked before.

   roads.graphql:1:162  described  [roads]
     Query.jam has no description.
     Why: The contract is the only text that all towns and portals share; a name alone is read differently by each.
     Do:  Say in one sentence what it means: unit, order, and what null stands for.

   2 subgraphs (energy, roads), 18 rules: 2 findings: composition 1, described 1.
   "
  `);
});

test('what stands in a contract that cannot be parsed is not missed in the others', () => {
  const broken = parseSdl(entry('energy', ['Meter']), 'type Query {');
  const roads = subgraph(
    'roads',
    [],
    '"Questions." type Query { "A lamp." lamp: Meter } type Meter @key(fields: "id") { id: ID! }',
  );
  expect(checkFiles([broken, roads]).findings.map(({ rule, subgraph: name }) => [rule, name])).toEqual([
    ['composition', 'energy'],
  ]);
});

test.each([
  ['no text at all', null],
  ['an unknown type', 'type Query { a: Nothing }'],
  ['a key of a field that is not there', 'type Query { a: A } type A @key(fields: "nope { x") { id: ID! }'],
  ['a directive without arguments', 'type Query { a: A } type A @key { id: ID! }'],
  ['a field of the same name twice', 'type Query { a: Int a: [String] }'],
  ['a type of two kinds', 'type Query { a: A } type A { a: Int } enum A { B }'],
  ['an extension of nothing', 'type Query { a: Int } extend type B @key(fields: "id") { id: ID! }'],
  ['an operation', 'type Query { a: Int } query { a }'],
  [
    'names that objects have',
    'type Query { constructor: constructor __proto__: Int } type constructor { a: Int }',
  ],
])('%s instead of a contract is found, not fatal', (_, sdl) => {
  const report = checkFiles([parseSdl(entry('energy'), sdl === null ? '' : `${LINK} ${sdl}`), good]);
  expect(report.findings.length).toBeGreaterThan(0);
  expect(report.findings.every((finding) => finding.file !== '' && finding.line > 0)).toBe(true);
});
