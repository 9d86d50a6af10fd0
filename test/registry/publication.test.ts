import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { CONTRACT_VERSION } from '@modellregion/schema';
import type { ReleaseDocument, ReleaseManifest } from '@modellregion/schema/release';
import { decodeJwt } from 'jose';
import {
  parksSdl,
  publishParks,
  publishTrees,
  startRegistry,
  treesSdl,
  type RegistryUnderTest,
} from './support.js';

let registry: RegistryUnderTest;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

interface Released {
  readonly release: { readonly subgraphs: readonly { readonly name: string; readonly version: number }[] };
}
const released = async (): Promise<readonly string[]> =>
  (await registry.ask<Released>('{ release { subgraphs { name version } } }')).release.subgraphs.map(
    ({ name, version }) => `${name} ${String(version)}`,
  );

/** By which version of the contract each subgraph is called, as gateways read it. */
async function calledBy(): Promise<readonly (readonly [string, number | undefined])[]> {
  const { manifest } = (await (await fetch(`${registry.origin}/releases/latest`)).json()) as ReleaseDocument;
  const { subgraphs } = decodeJwt<Pick<ReleaseManifest, 'subgraphs'>>(manifest);
  return subgraphs.map(({ name, contract }) => [name, contract]);
}

test('a good contract is released at once, with its check; the same again changes nothing', async () => {
  const before = await registry.releaseHash();
  const answer = await registry.act('trees', publishTrees(treesSdl()));
  expect(answer.problems).toEqual([]);
  expect([answer.status, answer.check?.status, answer.release?.sequence]).toEqual(['DONE', 'accepted', 2]);
  expect(await registry.releaseHash()).toBe(answer.release?.hash);
  expect(answer.release?.hash).not.toBe(before);
  expect(await released()).toEqual(['parks 1', 'trees 1']);

  expect((await registry.act('trees', publishTrees(treesSdl()))).status).toBe('UNCHANGED');
  expect(await registry.releaseHash()).toBe(answer.release?.hash);
});

test('what states no version of the contract is released with the one of now: gateways to come call it by that', async () => {
  // Parks was there when the region was founded, trees was published; neither states one.
  expect(await calledBy()).toEqual([
    ['parks', CONTRACT_VERSION],
    ['trees', CONTRACT_VERSION],
  ]);
  const now = { contract: CONTRACT_VERSION };
  expect((await registry.act('parks', publishParks(parksSdl()))).status).toBe('UNCHANGED');
  expect((await registry.act('trees', publishTrees(treesSdl(), now))).status).toBe('UNCHANGED');
});

test('what takes another’s field over is refused, stored as a check, and passes once the owner has granted it', async () => {
  const before = await registry.releaseHash();
  const claim = publishTrees(treesSdl('"Its name."\n  name: String @override(from: "parks")'));
  const refused = await registry.act('trees', claim);
  expect([refused.status, refused.check?.status, refused.release]).toEqual([
    'CHECK_REFUSED',
    'refused',
    null,
  ]);
  expect(refused.check?.refusedBy.length).toBeGreaterThan(0);
  expect(await registry.releaseHash()).toBe(before);
  const { checks } = await registry.ask<{ checks: readonly { status: string }[] }>(
    '{ checks(subgraph: "trees", first: 1) { status } }',
  );
  expect(checks).toEqual([{ status: 'refused' }]);

  const body = { owner: 'parks', partner: 'trees', coordinate: 'Park.name', allows: 'OVERRIDE' };
  expect((await registry.act('parks', { action: 'grant.give', body })).status).toBe('DONE');
  expect((await registry.act('parks', { action: 'grant.give', body })).refusal?.code).toBe('GRANT_EXISTS');
  const accepted = await registry.act('trees', claim);
  expect([accepted.status, accepted.problems]).toEqual(['DONE', []]);
  expect(await released()).toEqual(['parks 1', 'trees 2']);

  // What it granted is the answer, not the field: it publishes on, and alone can let others have it.
  const parks = await registry.act('parks', publishParks(parksSdl('"Its size."\n  size: Int')));
  expect([parks.status, parks.problems]).toEqual(['DONE', []]);
  const passedOn = { owner: 'trees', partner: 'parks', coordinate: 'Park.name', allows: 'REQUIRE' };
  const passing = await registry.act('trees', { action: 'grant.give', body: passedOn });
  expect(passing.refusal).toMatchObject({
    code: 'NOT_YOUR_TYPE',
    reason: 'Park.name is owned by parks, not by trees.',
  });
  const toCome = { owner: 'parks', partner: 'trees', coordinate: 'Park.crown', allows: 'CONTRIBUTE' };
  expect((await registry.act('parks', { action: 'grant.give', body: toCome })).status).toBe('DONE');
});

test('a check says what a publication would come to, once for each statement, and changes nothing', async () => {
  const seen = async () => [
    await registry.releaseHash(),
    await registry.ask('{ history(first: 1) { sequence } checks(first: 1) { id } }'),
  ];
  const before = await seen();
  const { body } = publishTrees(treesSdl('"Its size."\n  size: Int @override(from: "parks")'));
  const jws = await registry.sign('trees', { action: 'subgraph.check', body });
  const hostile = await registry.submit(jws);
  expect([hostile.status, hostile.check?.status, hostile.release]).toEqual([
    'CHECK_REFUSED',
    'refused',
    null,
  ]);
  expect((await registry.submit(jws)).refusal?.code).toBe('REPLAYED');
  const good = await registry.act('trees', { ...publishTrees(treesSdl()), action: 'subgraph.check' });
  expect([good.status, good.problems, good.entry]).toEqual(['DONE', [], null]);
  const anothers = await registry.act('parks', { action: 'subgraph.check', body });
  expect(anothers.refusal?.code).toBe('NOT_YOUR_SUBGRAPH');
  expect(await seen()).toEqual(before);
});

test('a grant that was revoked counts no longer; only its owner or the steward revokes it', async () => {
  const { grants } = await registry.ask<{ grants: readonly { id: string; allows: string }[] }>(
    '{ grants { id allows } }',
  );
  const revoke = {
    action: 'grant.revoke',
    body: { grant: grants.find(({ allows }) => allows === 'OVERRIDE')?.id ?? '' },
  } as const;
  expect((await registry.act('trees', revoke)).refusal?.code).toBe('NOT_YOURS');
  expect((await registry.act('parks', revoke)).status).toBe('DONE');
  const again = publishTrees(treesSdl('"The name."\n  name: String @override(from: "parks")'));
  expect((await registry.act('trees', again)).status).toBe('CHECK_REFUSED');
  expect((await registry.act('trees', publishTrees(treesSdl()))).status).toBe('DONE');
});

test('broken SDL is refused, and blocks nobody else’s update', async () => {
  expect((await registry.act('trees', publishTrees('type Tree {'))).status).toBe('CHECK_REFUSED');
  const update = publishParks(parksSdl('"Its size in square metres."\n  size: Int'));
  expect((await registry.act('parks', update)).problems).toEqual([]);
});

test('publications at once come one after the other, and all of them are released', async () => {
  const [parks, trees] = await Promise.all([
    registry.act('parks', publishParks(parksSdl('"Its size in square metres."\n  size: Float'), {})),
    registry.act('trees', publishTrees(treesSdl(), { deadlineMs: 2_000 })),
  ]);
  expect([parks.status, parks.problems, trees.status, trees.problems]).toEqual(['DONE', [], 'DONE', []]);
  expect((await released()).map((it) => it.split(' ')[0])).toEqual(['parks', 'trees']);
});

test('a version of the contract that is not accepted is refused', async () => {
  const states = (contract: number) => registry.act('trees', publishTrees(treesSdl(), { contract }));
  expect((await states(CONTRACT_VERSION + 1)).refusal).toMatchObject({
    code: 'INVALID_ENTRY',
    reason: expect.stringMatching(
      /^contract: trees speaks version \d+ of the contract, and accepted here is/,
    ),
  });
  expect((await states(CONTRACT_VERSION)).status).toBe('DONE');
});

test('a subgraph that clients use is not withdrawn; one that nobody uses is, and its name stays its operator’s', async () => {
  const signature = 'query Tree($id: ID!) { tree(id: $id) { id } }';
  const now = new Date().toISOString();
  const operation = {
    signature,
    hash: createHash('sha256').update(signature).digest('hex'),
    name: 'Tree',
    client: { name: 'portal', version: null },
    fields: ['Query.tree', 'Tree.id'],
    count: 7,
    errors: 0,
  };
  const batch = { region: 'testland', gateway: 'edge', id: randomUUID(), from: now, to: now, release: null };
  expect((await registry.report('usage', { ...batch, operations: [operation] })).status).toBe(200);
  const withdraw = { action: 'subgraph.withdraw', body: { name: 'trees' } } as const;
  const before = await registry.releaseHash();
  const refused = await registry.act('trees', withdraw);
  const use = 'Asked for 7 times in the last 30 days: portal (7 times: Tree).';
  expect([refused.status, refused.check?.refusedBy, refused.problems]).toEqual([
    'CHECK_REFUSED',
    ['BREAKING_CHANGES'],
    [
      `TYPE_REMOVED_IN_USE: Type 'Tree' was removed. ${use}`,
      `FIELD_REMOVED_IN_USE: Field 'tree' was removed from object type 'Query'. ${use}`,
    ],
  ]);
  // It stands in the history, and changed nothing else.
  expect(refused.entry?.sequence).toBeGreaterThan(0);
  expect(await registry.releaseHash()).toBe(before);
  await registry.sql.query('DELETE FROM usage_operation');
  expect((await registry.act('trees', withdraw)).status).toBe('DONE');
  expect((await released()).map((it) => it.split(' ')[0])).toEqual(['parks']);
  expect(
    (await registry.act('parks', { action: 'subgraph.withdraw', body: { name: 'parks' } })).refusal?.code,
  ).toBe('LAST_SUBGRAPH');
});
