import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ended, post } from '../support/region.js';
import { regionOf, startTool, type HeardTool } from './heard-tool.js';
import { ownProject, type OwnProject } from './own-project.js';

// A made-up region of two towns in Westphalia, from one command; nothing in it is of Ostwestfalen-Lippe.
let project: OwnProject;
let state: string;
let region: HeardTool | undefined;
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
  expect(read('region.env')).toContain('MODELLREGION_REGION=hellweg\n');
  expect(statSync(join(project.folder, 'keys/steward.json')).mode & 0o777).toBe(0o600);
  expect(read('schema/release-keys.json')).not.toContain('"d"');
  expect(read('.gitignore')).toMatch(/^keys\/$/m);
});

test('it is refused where something is already', async () => {
  const again = ['region', 'create', 'x1', '--title', 'X', '--steward', 'Y', '--member', 'a1=05974040=Z'];
  await expect(project.tool(...again)).rejects.toThrow(/is not empty: name another folder with --dir/);
});

test('it builds, keeps the rules, composes and answers from both towns in one request', async () => {
  for (const name of ['water', 'libraries']) project.linkWorkspace(name);
  await project.run('npm', ['run', 'build']);
  expect(await project.tool('check')).toMatch(/^2 subgraphs \(libraries, water\), .*: nothing found\.$/m);
  await project.tool('compose');
  region = startTool(project, ['dev', '--seed', 'small'], {
    MODELLREGION_STATE: state,
    MODELLREGION_PORT: '0',
    MODELLREGION_WATER_PORT: '0',
    MODELLREGION_LIBRARIES_PORT: '0',
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
