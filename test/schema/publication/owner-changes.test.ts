import { describe, expect, test } from '@jest/globals';
import type { PublicationInput, UsedOperation } from '../../../schema/src/checks/publication/index.js';
import { OWN, SMALL_REGION, tourism } from './hostile.js';
import { findingsIn, REGION, runPublicationRules } from './support.js';
import { loadGrants, loadVariants } from '../../../schema/src/checks/publication/index.js';

/** The next version of a subgraph of the small region: its SDL with one text exchanged. */
function next(name: string, from: string, to: string): PublicationInput {
  const now = SMALL_REGION.find(({ entry }) => entry.name === name);
  if (now?.sdl.includes(from) !== true) throw new Error(`${name} does not say ${from}.`);
  const candidate = { ...now, sdl: now.sdl.replace(from, to) };
  return {
    before: SMALL_REGION,
    candidate,
    grants: [],
    usage: null,
    portalQueries: [],
    profile: 'production',
  };
}

/** An operation that a client sent. */
function used(client: string, name: string, document: string, count: number): UsedOperation {
  const lastSeen = '2026-03-28T08:00:00Z';
  return {
    document,
    hash: name.padEnd(64, '0'),
    name,
    client: { name: client, version: '2.1' },
    count,
    lastSeen,
  };
}

const BOARD = used('portal-delbrueck', 'StopBoard', 'query StopBoard { stop(id: "") { name modes } }', 1200);
const NEAR = used('app', 'Near', 'query Near($w: BoundingBox) { stops(within: $w) { id } }', 34);
const USAGE = { days: 30, operations: [BOARD, NEAR] };

/** What the rule for breaking changes says: its findings, then its notes. */
async function breaking(input: PublicationInput): Promise<readonly string[]> {
  const { results } = await runPublicationRules(input);
  const result = results.find(({ rule }) => rule === 'breaking-changes');
  return [
    ...(result?.findings ?? []).map(({ code, line, problem }) => `${code} ${String(line)} ${problem}`),
    ...(result?.notes ?? []),
  ];
}

describe('what clients used goes on working', () => {
  test.each([
    ['a removed field', ['mobility', '"Name." name: String', '']],
    ['a changed type that nobody asks for', ['residents', '"Name." name: String', '"Name." name: Int']],
    ['a narrowed enum', ['mobility', '"Tram." TRAM', '']],
    ['a widened enum', ['mobility', '"Tram." TRAM', '"Tram." TRAM "Ship." SHIP']],
    ['an input that asks for more', ['mobility', 'north: Float', 'north: Float!']],
    [
      'an argument that has to be given',
      ['mobility', 'stop("Opaque id." id: ID!)', 'stop("Opaque id." id: ID! "L." lang: ID!)'],
    ],
    ['a removed argument', ['mobility', '("Where." within: BoundingBox)', '']],
    ['a removed root field', ['mobility', '"Those within." stops("Where." within: BoundingBox): [Stop]', '']],
    [
      'a renamed key',
      [
        'residents',
        '@key(fields: "ags") @public {\n  "AGS." ags: ID!',
        '@key(fields: "key") @public {\n  "AGS." key: ID!',
      ],
    ],
  ] as const)('%s', async (_, [name, from, to]) => {
    expect(await breaking({ ...next(name, from, to), usage: USAGE })).toMatchSnapshot();
  });

  test('nobody knows what is used: refused where it is decided, told where it is written', async () => {
    const input = next('mobility', '"Name." name: String', '');
    expect(await breaking(input)).toEqual([
      "FIELD_REMOVED_UNKNOWN_USE 22 Field 'name' was removed from object type 'Stop'. Nobody knows whether it is used.",
    ]);
    expect(await breaking({ ...input, profile: 'developer' })).toEqual([
      "Field 'name' was removed from object type 'Stop'. The registry knows whether anybody uses it.",
    ]);
  });

  test('a document that is none, or asks for what is not there, uses nothing', async () => {
    const operations = [used('app', 'Broken', '{ stop(', 1), used('app', 'Gone', '{ tram { name } }', 1)];
    const notes = await breaking({
      ...next('mobility', '"Name." name: String', ''),
      usage: { days: 30, operations },
    });
    expect(notes).toEqual([
      "Field 'name' was removed from object type 'Stop'. Nobody asked for it in the last 30 days.",
    ]);
  });
});

test('a portal query that would no longer be valid is named', async () => {
  const portalQueries = [{ name: 'Q1_Stop', title: '', text: 'query Q1_Stop { stop(id: "1") { name } }' }];
  const removed = await runPublicationRules({
    ...next('mobility', '"Name." name: String', ''),
    portalQueries,
  });
  expect(findingsIn(removed).map(({ code, problem }) => `${code} ${problem}`)).toContain(
    'PORTAL_QUERY_BROKEN Q1_Stop would no longer be valid: Cannot query field "name" on type "Stop".',
  );
});

describe('variants', () => {
  const variants = [{ name: 'public', excludeTags: ['personal'] }];

  test('the public one is the whole without personal data, and is composed along', async () => {
    const report = await runPublicationRules({
      ...next('mobility', '"Bus." BUS', '"A bus." BUS'),
      variants,
    });
    expect(report.composed?.variants.map(({ name }) => name)).toEqual(['public']);
    const api = report.composed?.variants[0]?.apiSdl ?? '';
    expect([api.includes('type Municipality'), api.includes('Resident'), api.includes('resident(')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('what a change takes out of a variant is told; one of which nothing is left is refused', async () => {
    const marked = '"Motto." motto: String @shareable @personalData(category: "PERSONAL", subject: "ags")';
    const told = await runPublicationRules({
      ...next('residents', '"Motto." motto: String @shareable', marked),
      variants,
    });
    expect(told.results.find(({ rule }) => rule === 'variants')?.notes).toEqual([
      "Variant public: Field 'motto' was removed from object type 'Municipality'.",
    ]);
    const nothing = await runPublicationRules({
      ...next('mobility', '"Bus." BUS', '"A bus." BUS'),
      variants: [{ name: 'partners', includeTags: ['partner'], excludeTags: [] }],
    });
    expect(findingsIn(nothing).map(({ code, problem }) => `${code} ${problem}`)).toContain(
      'VARIANT_BROKEN Variant partners cannot be made: Nothing of type Query is left.',
    );
  });
});

test('the four subgraphs of the region pass with the grants they have given each other', async () => {
  for (const candidate of REGION) {
    const report = await runPublicationRules({
      before: REGION,
      candidate,
      grants: loadGrants(),
      usage: null,
      portalQueries: [],
      variants: loadVariants(),
      profile: 'developer',
    });
    expect(findingsIn(report)).toEqual([]);
  }
  const mobility = REGION.find(({ entry }) => entry.name === 'mobility') ?? REGION[0];
  if (mobility === undefined) throw new Error('There is no region.');
  const report = await runPublicationRules({
    before: REGION,
    candidate: mobility,
    grants: [],
    usage: null,
    portalQueries: [],
    profile: 'developer',
  });
  expect(new Set(findingsIn(report).map(({ code }) => code))).toEqual(
    new Set(['CONTRIBUTION_NOT_GRANTED', 'REQUIRES_NOT_GRANTED']),
  );
});

test('a rule on a type guards what others add to it', async () => {
  const candidate = tourism(`${OWN} "A resident." type Resident @key(fields: "id") {
    "Opaque id." id: ID! "The trail they walked last." trail: Trail }`);
  const grants = [
    { owner: 'residents', partner: 'tourism', allows: 'CONTRIBUTE', coordinate: 'Resident.trail' },
  ] as const;
  const report = await runPublicationRules({
    before: SMALL_REGION,
    candidate,
    grants,
    usage: null,
    portalQueries: [],
    variants: [{ name: 'public', excludeTags: ['personal'] }],
    profile: 'production',
  });
  expect(report.status).toBe('accepted');
  expect(report.composed?.supergraphSdl).toMatch(
    /type Resident[^{]*@signedIn[^{]*@personalData[^{]*\{[^}]*trail: Trail/,
  );
  expect(report.composed?.variants[0]?.apiSdl).not.toContain('Resident');
});
