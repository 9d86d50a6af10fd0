import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CONTRACT_VERSION, loadRegistry, REPOSITORY_ROOT } from '@modellregion/schema';
import { runChecks } from '@modellregion/schema/checks';
import { check, resolveConfig } from 'prettier';
import { createSubgraph, type Created } from '../../subgraphs/kit/src/create/create-subgraph.js';
import { readCreateOptions } from '../../subgraphs/kit/src/create/options.js';

// A clone of the region, as far as the command looks at it: what is there, and who is asked about it.
let root: string;
let created: Created;
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  mkdirSync(join(root, 'subgraphs/kit'), { recursive: true });
  for (const path of [
    '.github/CODEOWNERS',
    '.prettierrc',
    'schema/registry',
    'schema/region.yaml',
    'package.json',
  ]) {
    cpSync(join(REPOSITORY_ROOT, path), join(root, path), { recursive: true });
  }
  for (const path of ['node_modules', 'subgraphs/kit/template']) {
    symlinkSync(join(REPOSITORY_ROOT, path), join(root, path));
  }
  for (const { name, sdl } of loadRegistry()) {
    mkdirSync(join(root, 'subgraphs', name));
    cpSync(join(REPOSITORY_ROOT, sdl), join(root, sdl));
  }
  created = await createSubgraph(root, readCreateOptions(['archives', '--operator', '05774']));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test('it gets the next port, and the operator is asked about folder and registry file', () => {
  const ports = loadRegistry().map(({ url }) => Number(new URL(url).port));
  expect(created).toMatchObject({ ownProject: false, port: Math.max(...ports) + 1 });
  const before = readFileSync(join(REPOSITORY_ROOT, '.github/CODEOWNERS'), 'utf8');
  expect(read('.github/CODEOWNERS').slice(before.length)).toBe(
    '/subgraphs/archives/                 @modellregion-owl/kreis-paderborn\n' +
      '/schema/registry/archives.yaml       @modellregion-owl/kreis-paderborn @modellregion-owl/bezirksregierung-detmold\n',
  );
  expect(created.files).not.toContain('package.json');
  expect(read('schema/registry/archives.yaml')).toContain(`contract: ${String(CONTRACT_VERSION)}\n`);
});

test('it keeps every rule of the contract beside all others', () => {
  const registry = loadRegistry(join(root, 'schema/registry'), root);
  expect(registry.find(({ name }) => name === 'archives')?.operator).toMatchObject({
    name: 'Kreis Paderborn',
    districtKey: '05774',
  });
  expect(runChecks(registry).findings).toEqual([]);
});

test('its files are formatted as the house does, whatever its name is', async () => {
  const config = await resolveConfig(join(REPOSITORY_ROOT, 'package.json'));
  const formatted = created.files.filter((path) => /\.(ts|md|json|yaml|graphql)$/.test(path));
  const asTheyAre = await Promise.all(
    formatted.map((path) => check(read(path), { ...config, filepath: join(root, path) })),
  );
  expect(formatted.filter((_, index) => asTheyAre[index] !== true)).toEqual([]);
});
