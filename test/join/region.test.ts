import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../region/support/eventually.js';
import { ended, post } from '../support/region.js';
import { ownProject, type OwnProject } from './own-project.js';

// A made-up region of two towns in Westphalia, from one command; nothing in it is of Ostwestfalen-Lippe.
let project: OwnProject;
let state: string;
let region: ChildProcess | undefined;
const read = (path: string): string => readFileSync(join(project.folder, path), 'utf8');

beforeAll(async () => {
  project = await ownProject();
  state = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  chmodSync(state, 0o711);
});
afterAll(async () => {
  if (region !== undefined) await ended(region, 'SIGTERM');
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
  const tool = join(project.folder, 'node_modules/.bin/modellregion');
  const child = spawn(process.execPath, [tool, 'dev', '--seed', 'small'], {
    cwd: project.folder,
    env: {
      PATH: process.env['PATH'],
      MODELLREGION_STATE: state,
      MODELLREGION_PORT: '0',
      MODELLREGION_WATER_PORT: '0',
      MODELLREGION_LIBRARIES_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  region = child;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await eventually('the region runs', () => said.includes('Modellregion is running'), 60_000);
  const origin = /http:\/\/127\.0\.0\.1:\d+(?=\/graphql)/.exec(said)?.[0] ?? '';

  const query = '{ waterPlaces(ags: "05974040") { name municipality { ags librariesPlaces { name } } } }';
  const { data, errors } = await post(`${origin}/graphql`, query);
  expect(errors).toEqual([]);
  expect(data?.['waterPlaces']).toHaveLength(2);
  expect(JSON.stringify(data)).toMatch(/"municipality":\{"ags":"05974040","librariesPlaces":\[\{"name":"/);

  const page = await (await fetch(`${origin}/`)).text();
  expect(page).toContain('<h1 lang="de">Digitale Region Hellweg</h1>');
  for (const text of [page, said, read('schema/supergraph.graphql'), read('README.md')]) {
    expect(text).not.toMatch(/Ostwestfalen|\bowl\b|Paderborn|Detmold/i);
  }
});
