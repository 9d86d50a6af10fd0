import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FoundingContract } from '../../subgraphs/registry/src/index.js';
import { verifyHistory } from '../../subgraphs/registry/src/history/verify.js';
import { entryOf, parksSdl, REGION, startRegistry, treesSdl, type RegistryUnderTest } from './support.js';

// The steward takes out a subgraph that is hostile or abandoned, whoever uses it; a release that does not compose is
// never made.

const contract = (member: string, owns: readonly string[], sdl: string): FoundingContract => ({
  member,
  entry: entryOf(member, owns) as unknown as FoundingContract['entry'],
  sdl,
});
const needy = parksSdl(
  '"Trees in it." count: Int @external "Trees a hectare." density: Int @requires(fields: "count")',
).replace('"@override"', '"@override", "@requires"');

const withdraw = (force: boolean) =>
  ({ action: 'subgraph.withdraw', body: { name: 'trees', ...(force ? { force } : {}) } }) as const;

async function region(parks: string): Promise<RegistryUnderTest> {
  const trees = treesSdl('"Trees in it." count: Int');
  return startRegistry({
    contracts: [contract('parks', ['Park'], parks), contract('trees', ['Tree'], trees)],
  });
}

let used: RegistryUnderTest;
let needed: RegistryUnderTest;
beforeAll(async () => {
  [used, needed] = await Promise.all([region(parksSdl()), region(needy)]);
});
afterAll(() => Promise.all([used.stop(), needed.stop()]));

/** Clients ask for trees; parks lets trees answer the names of parks. */
async function dependOn(registry: RegistryUnderTest): Promise<void> {
  const signature = 'query Tree($id: ID!) { tree(id: $id) { id } }';
  const hash = createHash('sha256').update(signature).digest('hex');
  const client = { name: 'portal', version: null };
  const fields = ['Query.tree', 'Tree.id'];
  const operation = { signature, hash, name: 'Tree', client, fields, count: 7, errors: 0 };
  const now = new Date().toISOString();
  const batch = { region: REGION, gateway: 'edge', id: randomUUID(), from: now, to: now, release: null };
  expect((await registry.report('usage', { ...batch, operations: [operation] })).status).toBe(200);
  const grant = { owner: 'parks', partner: 'trees', coordinate: 'Park.name', allows: 'OVERRIDE' };
  expect((await registry.act('parks', { action: 'grant.give', body: grant })).status).toBe('DONE');
}

test('force is the steward’s, works while releases are frozen, and stands in the history with what it overruled', async () => {
  await dependOn(used);
  expect((await used.act('steward', { action: 'release.freeze', body: {} })).status).toBe('DONE');
  expect((await used.act('trees', withdraw(true))).refusal?.code).toBe('NOT_STEWARD');
  expect((await used.act('steward', withdraw(false))).refusal?.code).toBe('FROZEN');

  const reason = 'Nobody at Stadt trees answers since August';
  const forced = await used.act('steward', withdraw(true), { reason });
  expect([forced.status, forced.check?.refusedBy]).toEqual(['DONE', ['BREAKING_CHANGES']]);
  expect(forced.problems[0]).toContain('Asked for 7 times in the last 30 days: portal (7 times: Tree).');
  const {
    region: now,
    history,
    grants,
  } = await used.ask<{
    region: { release: { reason: string; subgraphs: { name: string }[] } };
    history: { reason: string; outcome: string; effect: string }[];
    grants: { revokedAt: string | null }[];
  }>(`{ region { release { reason subgraphs { name } } } history(first: 1) { reason outcome effect }
        grants { revokedAt } }`);
  expect(now.release).toEqual({ reason, subgraphs: [{ name: 'parks' }] });
  expect(history).toEqual([{ reason, outcome: 'done', effect: expect.any(String) }]);
  expect(JSON.parse(history[0]?.effect ?? '')).toMatchObject({
    facts: { forcedAgainst: 'BREAKING_CHANGES', grantsEnded: 1, release: 2 },
  });
  expect(grants).toEqual([{ revokedAt: expect.any(String) }]);
  expect((await verifyHistory(used.running().registry.db, REGION)).fault).toBeNull();
});

test('what does not compose without it is not released with force either', async () => {
  const before = await needed.releaseHash();
  const { status, check, problems } = await needed.act('steward', withdraw(true));
  expect([status, check?.refusedBy]).toEqual(['CHECK_REFUSED', ['DEPENDANTS', 'COMPOSITION']]);
  expect(problems[0]).toBe(
    'NEEDED_BY_OTHERS: @requires of Park.density names Park.count, which nobody but trees answers.',
  );
  expect(await needed.releaseHash()).toBe(before);
});
