import { describe, expect, test } from '@jest/globals';
import { GRANTABLE, inTrail, overrideGrant, overriding, PERSON, requiring, TOWN } from './grantable.js';
import { LINKS, publicationOf, tourism } from './hostile.js';
import { findingsIn, refusals, runPublicationRules } from './support.js';

test('what harms nobody needs no grant: own types, fields added to public types, references by key', async () => {
  const sdl = `${inTrail('"Town." town: Municipality "Keeper." keeper: Resident')}
    ${TOWN} "Its longest trail; null if it has none." trail: Trail } ${PERSON} }`;
  expect(await refusals(publicationOf(tourism(sdl)))).toEqual([]);
});

describe('what an owner can grant', () => {
  test.each(GRANTABLE)('%s: %s, until it is granted', async (_, code, sdl, grants, links = LINKS) => {
    const candidate = tourism(sdl, { links });
    const report = await runPublicationRules(publicationOf(candidate));
    const refusal = findingsIn(report).find((finding) => finding.code === code);
    // The reason, the remedy, and the very grant that is missing.
    expect(refusal).toMatchObject({
      subgraph: 'tourism',
      file: 'tourism.graphql',
      grant: { partner: 'tourism' },
    });
    expect(grants).toContainEqual(refusal?.grant);
    expect(refusal?.why.length).toBeGreaterThan(40);
    expect(refusal?.fix).toMatch(
      /^[A-Z].* ask Stadt \w+ \(amt@stadt\.example\) to grant tourism [A-Z]+ on [\w.]+\.$/,
    );
    expect(report.status).toBe('refused');

    expect(await refusals(publicationOf(candidate, grants))).toEqual([]);
    for (const grant of grants.length > 1 ? grants : []) {
      const rest = grants.filter((one) => one !== grant);
      expect(await refusals(publicationOf(candidate, rest))).not.toEqual([]);
    }
  });
});

test.each([
  ['another partner', { partner: 'energy' }],
  ['another owner', { owner: 'tourism' }],
  ['another field', { coordinate: 'Stop.names' }],
  ['the type instead of the field', { coordinate: 'Stop' }],
  ['another act', { allows: 'CONTRIBUTE' as const }],
  ['until yesterday', { until: '2026-03-28T12:00:00Z' }],
  ['until no instant', { until: 'for ever' }],
])('a grant for %s is none', async (_, difference) => {
  const now = '2026-03-29T12:00:00Z';
  const grants = overrideGrant.map((grant) => ({ ...grant, until: '2026-03-30T12:00:00Z' }));
  const input = publicationOf(tourism(overriding));
  expect(await refusals({ ...input, now, grants })).toEqual([]);
  const others = grants.map((grant) => ({ ...grant, ...difference }));
  expect(await refusals({ ...input, now, grants: others })).not.toEqual([]);
});

test('what such refusals say', async () => {
  expect(await refusals(publicationOf(tourism(overriding)))).toMatchInlineSnapshot(`
   [
     "OVERRIDE_NOT_GRANTED 24 Stop.name is answered by mobility; @override would answer it here for the whole region. → Remove the field, or ask Stadt mobility (amt@stadt.example) to grant tourism OVERRIDE on Stop.name.",
   ]
  `);
  expect(await refusals(publicationOf(tourism(requiring)))).toMatchInlineSnapshot(`
   [
     "REQUIRES_NOT_GRANTED 24 @requires of Municipality.slogan names Municipality.name of residents: the gateway would send it here. → Do without it, or ask Stadt residents (amt@stadt.example) to grant tourism REQUIRE on Municipality.name.",
   ]
  `);
});
