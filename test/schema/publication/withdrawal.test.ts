import { expect, test } from '@jest/globals';
import type {
  PublicationInput,
  PublicationReport,
  SubgraphContract,
  UsedOperation,
} from '../../../schema/src/checks/publication/index.js';
import { entry } from '../support.js';
import { LINKS, OWN, SMALL_REGION, tourism } from './hostile.js';
import { checkPublication, findingsIn, runPublicationRules } from './support.js';

const STOP = '"A stop." type Stop @key(fields: "id") { "Opaque id." id: ID!';
const onStop = (fields: string) => tourism(`${OWN} ${STOP} ${fields} }`);

/** The withdrawal of one of the small region's subgraphs, or of those that joined it. */
function withdrawal(name: string, ...joined: readonly SubgraphContract[]): PublicationInput {
  const before = [...SMALL_REGION, ...joined];
  const candidate = before.find((one) => one.entry.name === name);
  if (candidate === undefined) throw new Error(`There is no ${name}.`);
  const rest = { grants: [], portalQueries: [], profile: 'production' } as const;
  return { before, candidate, withdraws: true, usage: { days: 30, operations: [] }, ...rest };
}

/** What it says: whether it passes, then each refusal with its place and remedy, then what is told. */
async function said(input: PublicationInput): Promise<readonly string[]> {
  const report = await runPublicationRules(input);
  return [
    report.status,
    ...findingsIn(report).map(
      ({ code, file, fix, line, problem }) => `${code} ${file}:${String(line)} ${problem} → ${fix}`,
    ),
    ...notesOf(report),
  ];
}

function notesOf({ results }: PublicationReport): readonly string[] {
  return results.flatMap(({ notes, rule }) => notes.map((note) => `${rule}: ${note}`));
}

test('what nobody needs can go', async () => {
  expect(await said(withdrawal('tourism', tourism(OWN)))).toEqual([
    'accepted',
    "breaking-changes: Type 'Trail' was removed. Nobody asked for it in the last 30 days.",
    "breaking-changes: Field 'trail' was removed from object type 'Query'. Nobody asked for it in the last 30 days.",
  ]);
});

test('clients that use it are named, with what they ask for and how often; so are portal queries', async () => {
  const document = 'query Board { stop(id: "") { name } }';
  const board: UsedOperation = {
    document,
    hash: 'b'.repeat(64),
    name: 'Board',
    client: { name: 'portal-delbrueck', version: '2.1' },
    count: 1200,
    lastSeen: '2026-03-28T08:00:00Z',
  };
  const input = withdrawal('mobility');
  const portalQueries = [{ name: 'Q1', title: '', text: 'query Q1 { stop(id: "1") { name } }' }];
  const result = await said({ ...input, usage: { days: 30, operations: [board] }, portalQueries });
  const use = 'Asked for 1,200 times in the last 30 days: portal-delbrueck 2.1 (1,200 times: Board).';
  const remedy =
    'Keep it and mark it @deprecated(reason: "…"); take it away when these clients no longer ask for it.';
  expect(result.slice(0, 4)).toEqual([
    'refused',
    `FIELD_REMOVED_IN_USE mobility.graphql:20 Field 'stop' was removed from object type 'Query'. ${use} → ${remedy}`,
    `TYPE_REMOVED_IN_USE mobility.graphql:22 Type 'Stop' was removed. ${use} → ${remedy}`,
    'PORTAL_QUERY_BROKEN mobility.graphql:1 Q1 would no longer be valid: Cannot query field "stop" on type "Query". → Keep what it asks for; the steward changes portal queries, with the portals.',
  ]);
});

test.each([
  [
    '@requires',
    onStop('name: String @external "Label." label: String @requires(fields: "name")'),
    '@requires of Stop.label names Stop.name',
  ],
  [
    '@provides',
    tourism(`${OWN.replace('"Name for display."', '"Start." start: Stop @provides(fields: "name") "Name."')}
      ${STOP} name: String @external }`),
    '@provides of Trail.start names Stop.name',
  ],
])('what others tie to it with %s is named at its place, with whom to wait for', async (_, joined, tie) => {
  const [verdict, finding] = await said(withdrawal('mobility', joined));
  expect([verdict, finding]).toEqual([
    'refused',
    expect.stringMatching(
      new RegExp(
        `^NEEDED_BY_OTHERS tourism.graphql:\\d+ ${tie}, which nobody but mobility answers\\. → Wait until Stadt tourism \\(amt@stadt\\.example\\) has published tourism without it, or another subgraph answers Stop\\.name\\.$`,
      ),
    ),
  ]);
});

test('references to its entities go on as keys, which is told: nobody can hold it back with them', async () => {
  const joined = tourism(
    `${OWN.replace('"Name for display."', '"Start." start: Stop "Name."')} ${STOP} "Trail." trail: Trail }`,
  );
  expect(await said(withdrawal('mobility', joined))).toEqual(
    expect.arrayContaining([
      'accepted',
      'dependants: Trail.start of tourism leads to Stop, of which its key is left and what others add; ask Stadt tourism (amt@stadt.example) to mark it @deprecated or to take it away.',
      "breaking-changes: Field 'name' was removed from object type 'Stop'. Nobody asked for it in the last 30 days.",
    ]),
  );
});

test('what stays but cannot be asked for any more is named, with who asked for it', async () => {
  const document = 'query Hike { trail(id: "") { hazards } }';
  const hike: UsedOperation = {
    document,
    hash: 'c'.repeat(64),
    name: 'Hike',
    client: { name: 'portal-guetersloh', version: null },
    count: 3,
    lastSeen: '2026-03-28T08:00:00Z',
  };
  const hazards =
    '"A trail." type Trail @key(fields: "id") { "Opaque id." id: ID! "What to look out for." hazards: String }';
  const forestry: SubgraphContract = { entry: entry('forestry', []), sdl: `${LINKS} ${hazards}` };
  const variants = [{ name: 'public', excludeTags: ['personal'] }];
  const input = { ...withdrawal('tourism', tourism(OWN), forestry), variants };
  const result = await said({ ...input, usage: { days: 30, operations: [hike] } });
  expect(result.filter((line) => line.startsWith('unreachable'))).toEqual([
    'unreachable: Trail (hazards, id) stays, but no query leads there any more. Asked for 3 times in the last 30 days: portal-guetersloh (3 times: Hike).',
  ]);
  // A variant hides it.
  expect(result).toContain("variants: Variant public: Type 'Trail' was removed.");
  // Nothing else is: what was out of reach before is nobody's loss.
  expect((await said(withdrawal('forestry', tourism(OWN), forestry))).join('\n')).not.toContain(
    'unreachable',
  );
});

test('what becomes of grants is told: they stay, but those to a subgraph that is forced out', async () => {
  const grants = [
    { owner: 'tourism', partner: 'mobility', coordinate: 'Trail', allows: 'CONTRIBUTE' },
    { owner: 'mobility', partner: 'tourism', coordinate: 'Stop.name', allows: 'OVERRIDE' },
    { owner: 'mobility', partner: 'residents', coordinate: 'Stop.name', allows: 'OVERRIDE' },
  ] as const;
  const told = async (forced: boolean): Promise<readonly string[]> =>
    (await said({ ...withdrawal('tourism', tourism(OWN)), grants, forced })).filter((it) =>
      it.startsWith('dependants: The grant'),
    );
  const given =
    'dependants: The grant of tourism to mobility, CONTRIBUTE on Trail, has no effect without tourism; it stays, and counts again once tourism is published again.';
  expect(await told(false)).toEqual([
    given,
    'dependants: The grant of mobility to tourism, OVERRIDE on Stop.name, stays, and counts again once tourism is published again; mobility can end it with "modellregion grant revoke".',
  ]);
  expect(await told(true)).toEqual([
    given,
    'dependants: The grant of mobility to tourism, OVERRIDE on Stop.name, ends with the withdrawal.',
  ]);
});

test('an answer that was taken over goes back; one that was given away stays', async () => {
  const taking = onStop('"Its name." name: String @override(from: "mobility")');
  expect(await said(withdrawal('tourism', taking))).toContain(
    'dependants: Stop.name is answered by mobility again, from whom it was taken over.',
  );
  expect(await said(withdrawal('mobility', taking))).toContain(
    'dependants: Stop.name of tourism is taken over from mobility: it becomes tourism’s own; ask Stadt tourism (amt@stadt.example) to remove @override.',
  );
});

test('a variant of which nothing would be left holds it back', async () => {
  const tagged = tourism(OWN.replace('trail("Opaque id." id: ID!): Trail', '$& @tag(name: "trails")'));
  const variants = [{ name: 'trails', includeTags: ['trails'], excludeTags: [] }];
  expect(await said({ ...withdrawal('tourism', tagged), variants })).toContainEqual(
    expect.stringMatching(/^VARIANT_BROKEN .*Variant trails cannot be made.* → Leave something in it/),
  );
});

test('portal queries that others could still answer, by more requests, are told', async () => {
  const TOWN = '"A municipality." type Municipality @key(fields: "ags") { "AGS." ags: ID!';
  const asking = '"Where a portal begins to ask." type Query { "One." town: Municipality @shareable }';
  const energy: SubgraphContract = { entry: entry('energy', []), sdl: `${LINKS} ${asking} ${TOWN} }` };
  const near = tourism(`${asking} ${TOWN} "Motto." motto: String @shareable }`, { owns: [] });
  const portalQueries = [{ name: 'Q1', title: '', text: 'query Q1 { town { motto } }' }];
  expect(await said({ ...withdrawal('tourism', near, energy), portalQueries })).toContainEqual(
    expect.stringContaining('Q1 would take 2 requests in 2 rounds instead of 1 request in 1 round.'),
  );
});

test('it runs capped like a publication, and asks nobody whether it still runs', async () => {
  const report = await checkPublication({ ...withdrawal('tourism', tourism(OWN)), running: 'ask' });
  expect([report.status, report.results.map(({ rule }) => rule)]).toEqual([
    'accepted',
    [
      'dependants',
      'composition',
      'breaking-changes',
      'unreachable',
      'portal-queries',
      'plan-cost',
      'variants',
    ],
  ]);
  expect(report.composed?.apiSdl).not.toContain('Trail');
  const input = { ...withdrawal('tourism', tourism(OWN)), limits: { checkMs: 1 } };
  expect(findingsIn(await checkPublication(input)).map(({ code }) => code)).toEqual(['CHECK_TOO_SLOW']);
});
