import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../region/support/eventually.js';
import { ended, post } from '../support/region.js';
import { regionOf, startTool, type HeardTool } from './heard-tool.js';
import { Partner } from './partner.js';
import { startReleasedRegion, type ReleasedRegion } from './released-region.js';

// What a partner has at home while it changes what the region has released already: the release of a running registry,
// its own subgraph in place of the released one, and mocks of whatever it does not have.
const CONTRACT = 'subgraphs/libraries/schema.graphql';
/** A municipality of the release; its stops are another town's to tell. */
const QUERY =
  '{ librariesPlaces(ags: "05754008") { name municipality { ags name stops(first: 1) { name } } } }';

let region: ReleasedRegion;
let partner: Partner;
let home: HeardTool;
let served: HeardTool;
let state: string;
let origin: string;
const undo: (() => unknown)[] = [];

beforeAll(async () => {
  region = await startReleasedRegion();
  undo.push(() => region.stop());
  partner = await Partner.begin();
  undo.push(() => partner.stop());
  await partner.create();
  await partner.build();
  const membership = await partner.applyForMembership();
  await partner.serve(region);
  const admit = ['member', 'admit', '--file', membership, '--reason', 'Gütersloh joins'];
  await region.tool(region.steward, ...admit);
  await partner.publish(region, 'Libraries join');
  await partner.pause();
}, 240_000);
afterAll(async () => {
  for (const end of undo.reverse()) await end();
}, 60_000);

/** Runs the tool in the partner's project, on its own machine so to speak. */
function start(...args: readonly string[]): HeardTool {
  const tool = startTool(partner.project, args, {
    MODELLREGION_STATE: state,
    MODELLREGION_PORT: '0',
    MODELLREGION_DATA: 'synthetic',
    MODELLREGION_REGISTRY_URL: region.registryUrl,
    MODELLREGION_REGION: 'owl',
    MODELLREGION_RELEASE_KEYS: region.releaseKeys,
  });
  undo.push(() => ended(tool.child, 'SIGTERM'));
  return tool;
}

async function serve(): Promise<void> {
  served = start('serve', 'libraries', '--migrate', '--seed', 'small');
  await eventually('it listens', () => served.said().includes('"listening"'), 60_000);
}

test('the latest release of the registry runs with the own subgraph swapped in', async () => {
  state = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  chmodSync(state, 0o711);
  undo.push(() => {
    rmSync(state, { recursive: true, force: true });
  });
  const address = `libraries=${new URL(partner.url).origin}`;
  home = start('dev', '--seed', 'small', '--subgraph', address, '--release', 'latest');
  origin = await regionOf(home);
  expect(home.said()).toMatch(/^Running release 2 of owl with libraries swapped in\.$/m);
  expect(home.said()).toMatch(/^Mocked, .*: mobility, residents\. /m);

  await serve();
  const answer = () => post(`${origin}/graphql`, QUERY);
  await eventually('the gateway calls it', async () => (await answer()).errors.length === 0);
  const place = {
    name: expect.any(String),
    municipality: { ags: '05754008', name: expect.any(String), stops: [{ name: expect.any(String) }] },
  };
  expect((await answer()).data).toEqual({ librariesPlaces: [place, place] });
}, 120_000);

test('a change of the contract is served there once the subgraph runs with it; the region is as it was', async () => {
  const hash = await region.releaseHash();
  const motto = '{ librariesPlaces(ags: "05754008") { motto } }';
  const answer = () => post(`${origin}/graphql`, motto);
  const codes = async () => (await answer()).errors.map(({ extensions }) => extensions['code']);
  expect(await codes()).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  partner.edit(CONTRACT, 'name: String!', 'name: String!\n  "Its motto."\n  motto: String');
  await ended(served.child, 'SIGTERM');
  await serve();
  await eventually('it is composed anew', () => home.said().includes('has changed: composed anew'));
  await eventually('the gateway knows the field', async () => (await codes()).length === 0);
  expect((await answer()).data).toEqual({ librariesPlaces: [{ motto: null }, { motto: null }] });
  expect(await region.releaseHash()).toBe(hash);
}, 60_000);

test('the registry says what it would say to the change, by contracts that are not here; nothing changes', async () => {
  const [hash, history] = [await region.releaseHash(), await newestAct()];
  const here = await partner.check();
  expect(here).toMatch(/^1 subgraph \(libraries\), .*: nothing found\.$/m);
  const there = await partner.checkThere(region, region.registryUrl);
  expect(there).toMatch(/^1 subgraph \(libraries\), \d+ rules: nothing found\.$/m);

  // Only whoever knows the contract of residents knows whose field this is.
  partner.edit(CONTRACT, '"@key", ', '"@key", "@override", ');
  const before = '  "Its places, by name, then id."';
  const claim = `  "Area in square kilometres."\n  areaKm2: Float @override(from: "residents")\n${before}`;
  partner.edit(CONTRACT, before, claim);
  await expect(partner.checkThere(region)).rejects.toThrow(/OVERRIDE_NOT_GRANTED[^]*areaKm2/);
  const asJson = await partner.checkThere(region, '--json').catch((error: unknown) => String(error));
  expect(asJson).toContain('"OVERRIDE_NOT_GRANTED"');
  expect([await region.releaseHash(), await newestAct()]).toEqual([hash, history]);
}, 60_000);

/** Number of the newest entry in the history of the region. */
async function newestAct(): Promise<unknown> {
  const { data } = await post(`${region.registryUrl}/graphql`, '{ history(first: 1) { sequence } }');
  return data?.['history'];
}

test('a release that nobody vouches for is not run', async () => {
  const args = ['dev', '--subgraph', 'libraries=http://127.0.0.1:1', '--release', 'latest'];
  const strange = partner.project.run(process.execPath, [partner.project.toolFile, ...args], {
    MODELLREGION_REGISTRY_URL: region.registryUrl,
    MODELLREGION_REGION: 'hellweg',
    MODELLREGION_RELEASE_KEYS: region.releaseKeys,
  });
  await expect(strange).rejects.toThrow(/The release of http:\S+ is refused: /);
  const bare = partner.project.run(process.execPath, [partner.project.toolFile, ...args], {
    MODELLREGION_REGISTRY_URL: region.registryUrl,
  });
  await expect(bare).rejects.toThrow(/a release that nobody vouches for is not run/);
});
