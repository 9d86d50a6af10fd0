import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { ownProject, type OwnProject } from './own-project.js';

// A partner's repository: an empty folder, our packages as npm packs them, and nothing else of ours.
let project: OwnProject;

beforeAll(async () => {
  project = await ownProject();
});
afterAll(() => {
  project.remove();
});

const read = (path: string): string => readFileSync(join(project.folder, path), 'utf8');

describe('a subgraph in a repository of its own', () => {
  test('is made by one command in an empty folder', async () => {
    const said = await project.tool('subgraph', 'create', 'tourism', '--operator', '05754008');
    expect(said).toMatch(/^Created tourism of Stadt Gütersloh in .*: \d+ files, port 5005\.\n/m);
    expect(read('schema/registry/tourism.yaml')).toContain("ags: '05754008'");
    expect(read('.github/CODEOWNERS')).toMatch(/^\/subgraphs\/tourism\/ +@\S+\n/);
    expect(read('subgraphs/tourism/src/subgraph.ts')).not.toMatch(/newcomer|Neuland/i);
    project.linkWorkspace('tourism');
  });

  test('keeps the rules of the contract, and composes', async () => {
    expect(await project.tool('check')).toMatch(/^1 subgraph \(tourism\), \d+ rules: nothing found\.$/m);
    expect(await project.tool('compose')).toContain('wrote schema/supergraph.graphql');
    expect(read('schema/supergraph.graphql')).toContain('TOURISM @join__graph');
  });

  test('builds and passes its own tests, conformance among them, untouched', async () => {
    const said = await project.run('npm', ['test', '--', '--forceExit']);
    expect(said).toMatch(/^Tests: +4 passed, 4 total$/m);
  });

  test('a second one takes the next port and leaves what is there', async () => {
    writeFileSync(join(project.folder, 'README.md'), 'ours\n');
    const said = await project.tool('subgraph', 'create', 'libraries', '--operator', '05754');
    expect(said).toMatch(/^Created libraries of Kreis Gütersloh in .*, port 5006\.$/m);
    expect(read('README.md')).toBe('ours\n');
    expect(JSON.parse(read('package.json'))).toMatchObject({ workspaces: ['subgraphs/*'] });
    expect(await project.tool('check')).toMatch(/^2 subgraphs \(libraries, tourism\), .*: nothing found\.$/m);
  });
});

describe('what the command refuses, in a sentence', () => {
  test.each([
    ['no operator', ['water'], /^Say who operates it\./m],
    ['a key that is none', ['water', '--operator', '33098'], /must be the key .* and is "33098"\./],
    ['an operator nobody knows here', ['water', '--operator', '05974040'], /say it with --operator-name/],
    ['a name that means something else', ['gateway', '--operator', '05754008'], /Choose another name/],
    ['a name that cannot be one', ['My-Town', '--operator', '05754008'], /"My-Town" must be 2 to 31/],
    ['one that is there', ['tourism', '--operator', '05754008'], /subgraphs\/tourism is there already/],
  ])('%s', async (_what, args, sentence) => {
    await expect(project.tool('subgraph', 'create', ...args)).rejects.toThrow(sentence);
    expect(existsSync(join(project.folder, 'subgraphs/water'))).toBe(false);
  });
});

test('versions of the tools are those of the region itself', async () => {
  const { TOOLS } = await import('../../subgraphs/kit/src/create/own-project.js');
  const { devDependencies } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies).toMatchObject(TOOLS);
});
