import { expect, test } from '@jest/globals';
import {
  checkPublication,
  findingsIn,
  partner,
  publication,
  REGION,
  runPublicationRules,
} from './support.js';

const OK = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
  "Questions." type Query { "How many visitors there were; null where nobody counted." visitors: Int }`;

test('a contract that harms nobody is accepted, with the supergraph a release would hold', async () => {
  const report = await checkPublication(publication(partner(OK)));
  expect(findingsIn(report)).toEqual([]);
  expect(report.status).toBe('accepted');
  expect(report.composed?.apiSdl).toContain('visitors: Int');
  expect(report.composed?.supergraphSdl).toContain('join__Graph');
});

test('in a process of its own it says what it says here', async () => {
  const input = publication(partner('type Query { visitors(: Int }'));
  const { results, ...rest } = await checkPublication(input);
  // Beside the process, last of all, the running subgraph could be asked.
  expect(results.slice(-2)).toMatchObject([
    { rule: 'reachability', status: 'skipped' },
    { rule: 'running-calls', status: 'skipped' },
  ]);
  const here = JSON.parse(JSON.stringify(await runPublicationRules(input))) as typeof rest;
  expect({ ...rest, results: results.slice(0, -2) }).toEqual(here);
});

/** Fields that lead to each other in every way: valid, small, and too much for anybody to compose. */
function tangle(types: number): string {
  const names = Array.from({ length: types }, (_, index) => `T${String(index)}`);
  const fields = names.map((name) => `to${name}: ${name}`).join(' ');
  const all = names.map(
    (name) =>
      `interface I${name} { ${fields} } type ${name} implements I${name} @key(fields: "id") { id: ID! ${fields} }`,
  );
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
    type Query { start: T0 } ${all.join('\n')}`;
}

/** Limits under which a tangle comes as far as composition. */
const WIDE = { bytes: 1e7, tokens: 1e6, fields: 1e6, fieldsPerType: 1e3, types: 1e3 };

test('what takes too long is refused by name, and this process goes on', async () => {
  const report = await checkPublication({
    ...publication(partner(tangle(200))),
    limits: { checkMs: 3_000, ...WIDE },
  });
  expect(findingsIn(report)).toMatchObject([
    {
      code: 'CHECK_TOO_SLOW',
      rule: 'composition',
      problem: 'The check did not end within 3 s.',
      fix: 'Make the contract simpler: fewer types that refer to each other, fewer keys and interfaces.',
    },
  ]);
  expect(report.composed).toBeNull();
  expect((await checkPublication(publication(partner(OK)))).status).toBe('accepted');
});

test('what takes too much memory is refused by name, and this process goes on', async () => {
  const report = await checkPublication({
    ...publication(partner(tangle(110))),
    limits: { heapMb: 60, ...WIDE },
  });
  expect(findingsIn(report)).toMatchObject([
    { code: 'CHECK_TOO_LARGE', problem: 'The check needed more than 60 MB of memory.' },
  ]);
  expect(report.results.filter(({ status }) => status === 'skipped').length).toBeGreaterThan(5);
});

test.each([
  ['half a megabyte of text', `"${'x'.repeat(600_000)}" type Query { a: Int }`, 'SDL_BYTES'],
  ['100,000 words', 'a '.repeat(100_000), 'SDL_TOKENS'],
  [
    '3,000 types',
    Array.from({ length: 3_000 }, (_, index) => `type T${String(index)} { a: Int }`).join(' '),
    'SDL_TYPES',
  ],
  [
    '200 fields in a type',
    `type Query { ${Array.from({ length: 200 }, (_, index) => `a${String(index)}: Int`).join(' ')} }`,
    'SDL_FIELDS',
  ],
  ['lists in lists', 'type Query { a: [[[[Int]]]] }', 'SDL_LIST_DEPTH'],
])('%s: refused before it is composed', async (_, sdl, code) => {
  const report = await checkPublication(publication(partner(sdl), REGION));
  expect(findingsIn(report).map((finding) => finding.code)).toEqual([code]);
  expect(report.results.find(({ rule }) => rule === 'composition')).toMatchObject({
    status: 'skipped',
    skippedBecause: 'The SDL is too large to be looked at.',
  });
});
