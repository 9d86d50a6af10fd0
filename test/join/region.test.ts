import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readPublicSigningKeys, verifyRelease, type VerifiedRelease } from '@modellregion/schema/release';
import { ensureDatabases, startCluster } from '@modellregion/subgraph-kit';
import { ended, post } from '../support/region.js';
import { regionOf, startTool, type HeardTool } from './heard-tool.js';
import { ownProject, type OwnProject } from './own-project.js';
import { startProgram } from './program.js';

// A made-up region of two towns in Westphalia, from one command; nothing in it is of Ostwestfalen-Lippe.
let project: OwnProject;
let state: string;
let region: HeardTool | undefined;
const STEWARD = 'bezirksregierung-arnsberg';
const keysOf = (member: string): string => `keys/members/${member}.json`;
/** What region.env states. */
const environment = (): Record<string, string> =>
  Object.fromEntries(
    [...read('region.env').matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
const read = (path: string): string => readFileSync(join(project.folder, path), 'utf8');

beforeAll(async () => {
  project = await ownProject();
  state = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  chmodSync(state, 0o711);
});
afterAll(async () => {
  if (region !== undefined) await ended(region.child, 'SIGTERM');
  project.remove();
  rmSync(state, { recursive: true, force: true });
});

test('one command writes facts, registry, members, keys and environment', async () => {
  const said = await project.tool(
    ...['region', 'create', 'hellweg', '--title', 'Digitale Region Hellweg'],
    ...['--steward', 'Bezirksregierung Arnsberg'],
    ...['--member', 'water=05974040=Stadt Soest', '--member', 'libraries=05974028=Stadt Lippstadt'],
  );
  expect(said).toContain('Created Digitale Region Hellweg in');
  expect(read('schema/region.yaml')).toContain('  name: "Bezirksregierung Arnsberg"');
  expect(read('schema/registry/water.yaml')).toContain("ags: '05974040'");
  expect(read('.github/CODEOWNERS')).toContain('@modellregion-hellweg/stadt-soest');
  expect(read('package.json')).toContain('"start": "modellregion dev"');
  expect(environment()).toMatchObject({ MODELLREGION_REGION: 'hellweg' });
  const kept = ['keys/release.json', ...[STEWARD, 'gateway', 'soest', 'lippstadt'].map(keysOf)];
  expect(kept.map((path) => statSync(join(project.folder, path)).mode & 0o777)).toEqual(
    kept.map(() => 0o600),
  );
  for (const path of ['schema/release-keys.json', 'schema/founding.yaml']) {
    expect(read(path)).not.toMatch(/\bd"?:/);
  }
  expect(read('.gitignore')).toMatch(/^keys\/$/m);
});

test('it is refused where something is already', async () => {
  const again = ['region', 'create', 'x1', '--title', 'X', '--steward', 'Y', '--member', 'a1=05974040=Z'];
  await expect(project.tool(...again)).rejects.toThrow(/is not empty: name another folder with --dir/);
});

test('what was written builds and passes its own tests', async () => {
  for (const name of ['water', 'libraries']) project.linkWorkspace(name);
  // Builds before it tests.
  const said = await project.run('npm', ['test', '--', '--forceExit']);
  expect(said).toMatch(/^Tests: +8 passed, 8 total$/m);
});

test('it keeps the rules, composes and answers from both towns in one request', async () => {
  expect(await project.tool('check')).toMatch(/^2 subgraphs \(libraries, water\), .*: nothing found\.$/m);
  await project.tool('compose');
  region = startTool(project, ['dev', '--seed', 'small'], {
    MODELLREGION_STATE: state,
    MODELLREGION_PORT: '0',
    MODELLREGION_WATER_PORT: '0',
    MODELLREGION_LIBRARIES_PORT: '0',
    MODELLREGION_REGISTRY_PORT: '0',
  });
  const origin = await regionOf(region);

  const query = '{ waterPlaces(ags: "05974040") { name municipality { ags librariesPlaces { name } } } }';
  const { data, errors } = await post(`${origin}/graphql`, query);
  expect(errors).toEqual([]);
  expect(data?.['waterPlaces']).toHaveLength(2);
  expect(JSON.stringify(data)).toMatch(/"municipality":\{"ags":"05974040","librariesPlaces":\[\{"name":"/);

  const page = await (await fetch(`${origin}/`)).text();
  expect(page).toContain('<h1 lang="de">Digitale Region Hellweg</h1>');
  for (const text of [page, region.said(), read('schema/supergraph.graphql'), read('README.md')]) {
    expect(text).not.toMatch(/Ostwestfalen|\bowl\b|Paderborn|Detmold/i);
  }
});

/** A release, if those who know it by schema/release-keys.json take it. */
async function verified(registry: string): Promise<VerifiedRelease> {
  const document: unknown = await (await fetch(`${registry}/releases/latest`)).json();
  const keys = readPublicSigningKeys(join(project.folder, 'schema/release-keys.json'));
  const verdict = await verifyRelease(document, { keys, region: 'hellweg', minSequence: 1 });
  if (!verdict.ok) throw new Error(verdict.refusal.text);
  return verdict.value;
}

test('it signs with the keys that were written: releases, and what the steward says', async () => {
  const { registry } = JSON.parse(readFileSync(join(state, 'runtime.json'), 'utf8')) as {
    registry: { port: number };
  };
  const url = `http://127.0.0.1:${String(registry.port)}`;
  expect((await verified(url)).manifest.subgraphs.map(({ name }) => name)).toEqual(['libraries', 'water']);

  const steward = ['--as', STEWARD, '--key', keysOf(STEWARD), '--registry', url, '--reason', 'Holidays'];
  expect(await project.tool('release', 'freeze', ...steward)).toMatch(/History entry \d+\.\n$/);
  const other = ['--as', STEWARD, '--key', keysOf('soest'), '--registry', url, '--reason', 'Mine'];
  await expect(project.tool('release', 'unfreeze', ...other)).rejects.toThrow(/^Refused: /m);
});

test('a registry of its own is founded with the file that was written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  chmodSync(folder, 0o711);
  const cluster = await startCluster({ state: folder, durable: false });
  try {
    const url = (await ensureDatabases(cluster, folder, ['registry'])).get('registry') ?? '';
    const env = { ...environment(), DATABASE_URL: url, MODELLREGION_PROFILE: 'developer', PORT: '0' };
    const tool = (...args: string[]) => project.run(process.execPath, [project.toolFile, ...args], env);
    await tool('migrate', 'registry');
    const founded = await tool('registry', 'init', '--from', 'schema/founding.yaml');
    expect(founded).toMatch(/^Founded hellweg: 4 members, release 1 [0-9a-f]{64}\.$/m);
    const registry = await startProgram(project.toolFile, ['registry', 'serve'], env, project.folder);
    const { manifest } = await verified(`http://127.0.0.1:${String(registry.port)}`).finally(() =>
      registry.end(),
    );
    expect(manifest.subgraphs.map(({ name, operator }) => [name, operator.name])).toEqual([
      ['libraries', 'Stadt Lippstadt'],
      ['water', 'Stadt Soest'],
    ]);
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
