import { describe, expect, test } from '@jest/globals';
import type { Grant, SubgraphContract } from '../../../schema/src/checks/publication/index.js';
import { granted, OWN, SMALL_REGION, tourism } from './hostile.js';
import { runPublicationRules } from './support.js';

const [RESIDENTS, MOBILITY] = SMALL_REGION as readonly [SubgraphContract, SubgraphContract];
const STOP = '"A stop." type Stop @key(fields: "id") { "Opaque id." id: ID!';

/** Mobility with stops that lead on, residents with a field of its own on them. */
const REGION: readonly SubgraphContract[] = [
  { ...RESIDENTS, sdl: `${RESIDENTS.sdl} ${STOP} "Code of the town hall." code: String }` },
  { ...MOBILITY, sdl: MOBILITY.sdl.replace('"Modes."', '"Stop before." prior: Stop "Modes."') },
];
const NAME = granted('mobility', 'OVERRIDE', 'Stop.name');
const PRIOR = granted('mobility', 'OVERRIDE', 'Stop.prior');
const CODE = granted('residents', 'REQUIRE', 'Stop.code');
const moving = (fields: string) => tourism(`${OWN} ${STOP} ${fields} }`);
const MOVED = moving('"Sign." name: String @override(from: "mobility")');
const WITH_CODE = moving(
  'code: String @external "Sign." name: String @override(from: "mobility") @requires(fields: "code")',
);

/** What the rule says of one query that portals ask: whether it refuses, and in which words. */
async function cost(
  query: string,
  candidate: SubgraphContract,
  grants: readonly Grant[],
  region = REGION,
): Promise<readonly string[]> {
  const { results } = await runPublicationRules({
    before: region,
    candidate,
    grants,
    usage: null,
    portalQueries: [{ name: 'Q1', title: '', text: query }],
    profile: 'developer',
  });
  const result = results.find(({ rule }) => rule === 'plan-cost');
  const refusals = (result?.findings ?? []).map(({ code, problem }) => `${code}: ${problem}`);
  return [...refusals, ...(result?.notes ?? []).map((note) => `note: ${note}`)];
}

const ONE = 'query Q1 { stop(id: "1") { name } }';

describe('a field that moves by its owner’s leave is told with what it costs', () => {
  const since = 'since a field moves here by its owner’s leave';

  test.each([
    [ONE, MOVED, '2 requests in 2 rounds instead of 1 request in 1 round', 'Stop.name of mobility'],
    [
      'query Q1 { a: stop(id: "1") { ...S } b: stop(id: "2") { ...S } } fragment S on Stop { name }',
      MOVED,
      '3 requests in 2 rounds instead of 1 request in 1 round',
      'Stop.name of mobility',
    ],
    [
      'query Q1 { stop(id: "1") { prior { modes } } }',
      moving('"The one before." prior: Stop @override(from: "mobility")'),
      '3 requests in 3 rounds instead of 1 request in 1 round',
      'Stop.prior of mobility',
    ],
    [
      ONE,
      moving('"Sign." name: String @override(from: "mobility", label: "percent(1)")'),
      '2 requests in 2 rounds instead of 1 request in 1 round',
      'Stop.name of mobility',
    ],
  ])('%s', async (query, candidate, figures, what) => {
    expect(await cost(query, candidate, [NAME, PRIOR])).toEqual([
      `note: Q1 would take ${figures}, ${since}: ${what}.`,
    ]);
  });
});

describe('nobody makes dearer what portals ask', () => {
  test('without leave', async () => {
    expect(await cost(ONE, MOVED, [])).toEqual([
      'PLAN_GREW: Q1 would take 2 requests in 2 rounds instead of 1 request in 1 round.',
    ]);
    const ended = { ...NAME, until: '2020-01-01T00:00:00Z' };
    expect(await cost(ONE, MOVED, [ended])).toEqual(await cost(ONE, MOVED, []));
  });

  test('by more rounds behind a field that was granted', async () => {
    expect(await cost(ONE, WITH_CODE, [NAME, CODE])).toEqual([
      'PLAN_GREW: Q1 would take 3 requests in 3 rounds instead of 1 request in 1 round; what was granted (Stop.name of mobility) explains at most 2 requests in 2 rounds.',
    ]);
  });

  test('step by step, with the field that moved before', async () => {
    expect(await cost(ONE, WITH_CODE, [NAME, CODE], [...REGION, MOVED])).toEqual([
      'PLAN_GREW: Q1 would take 3 requests in 3 rounds instead of 2 requests in 2 rounds.',
    ]);
    const byLabel = moving('"Sign." name: String @override(from: "mobility", label: "percent(1)")');
    expect(await cost(ONE, MOVED, [NAME], [...REGION, byLabel])).toEqual([]);
    expect(await cost(ONE, WITH_CODE, [NAME, CODE], [...REGION, byLabel])).not.toEqual([]);
  });

  test('under cover of a field that was granted', async () => {
    const both = moving(
      '"Sign." name: String @override(from: "mobility") "Before." prior: Stop @override(from: "mobility")',
    );
    expect(await cost('query Q1 { stop(id: "1") { name prior { modes } } }', both, [NAME])).toEqual([
      'PLAN_GREW: Q1 would take 3 requests in 3 rounds instead of 1 request in 1 round, and not only for what was granted (Stop.name of mobility).',
    ]);
  });
});

test('a partner that gives a field back makes what portals ask cheaper, which is told', async () => {
  expect(await cost(ONE, moving('"Trail." trail: Trail'), [NAME], [...REGION, MOVED])).toEqual([
    'note: Q1 would take 1 request in 1 round instead of 2 requests in 2 rounds.',
  ]);
});
