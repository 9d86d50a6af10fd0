import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewFile } from './from-template.js';
import { UsageError } from './operator-of.js';

/** What a project of a partner's own is built and tested with: the versions that the region itself uses. */
export const TOOLS: Readonly<Record<string, string>> = {
  '@graphql-codegen/core': '6.2.1',
  '@graphql-codegen/typescript': '6.1.0',
  '@graphql-codegen/typescript-resolvers': '6.1.0',
  '@jest/globals': '30.5.2',
  '@swc/core': '1.16.18',
  '@swc/jest': '0.2.39',
  '@types/node': '20.19.0',
  jest: '30.5.2',
  typescript: '6.0.3',
};

const SCRIPTS: Readonly<Record<string, string>> = {
  start: 'modellregion dev',
  build: 'npm run codegen --workspaces && npm run build --workspaces',
  test: 'npm run build && node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js',
};

const JEST = `/** ESM and TypeScript through swc, packages as built in dist. */
export default {
  testMatch: ['**/subgraphs/*/test/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['/dist/', '/\\\\.modellregion/'],
  moduleNameMapper: { '^(\\\\.{1,2}/.*)\\\\.js$': ['$1.ts', '$1.js'] },
  transform: {
    '^.+\\\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 60_000,
};
`;

/** What one signs with, in keys/, is nobody else's. */
const IGNORED = ['node_modules/', 'dist/', 'generated/', 'keys/', '.modellregion/', '*.tsbuildinfo', '*.tgz'];

/** Whether a folder is the region's repository, or another that brings what a subgraph is built with. */
export function hasToolchain(root: string): boolean {
  return existsSync(join(root, 'subgraphs/kit/template'));
}

/**
 * The files of a project around its subgraphs: the same layout as the region's repository, and no more than it needs.
 * Files that are there stay, but for package.json, which gets what it lacks.
 *
 * @throws UsageError when there is a package.json that is no JSON
 */
export function projectFiles(root: string): readonly NewFile[] {
  const base = { extends: '@modellregion/subgraph-kit/tsconfig.base.json', files: [] };
  const missing: readonly NewFile[] = [
    { path: 'tsconfig.json', text: json(base) },
    { path: 'jest.config.js', text: JEST },
    { path: '.gitignore', text: `${IGNORED.join('\n')}\n` },
  ].filter(({ path }) => !existsSync(join(root, path)));
  return [{ path: 'package.json', text: json(manifestOf(root)) }, ...missing];
}

function manifestOf(root: string): object {
  const file = join(root, 'package.json');
  const before = existsSync(file) ? readManifest(file) : { name: 'subgraphs', private: true };
  const { dependencies, devDependencies, scripts, workspaces, ...rest } = before;
  const own = Array.isArray(workspaces) ? (workspaces as readonly unknown[]) : [];
  return {
    ...rest,
    private: true,
    type: 'module',
    workspaces: own.includes('subgraphs/*') ? own : [...own, 'subgraphs/*'],
    scripts: { ...SCRIPTS, ...withoutInitial(asRecord(scripts)) },
    dependencies: asRecord(dependencies),
    devDependencies: { ...TOOLS, ...asRecord(devDependencies) },
  };
}

/** `npm init` writes a test that only says that there is none. */
function withoutInitial({ test, ...scripts }: Record<string, unknown>): Record<string, unknown> {
  return typeof test === 'string' && !test.includes('no test specified') ? { ...scripts, test } : scripts;
}

function readManifest(file: string): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new UsageError(`${file} is no JSON: mend it, then create the subgraph.`);
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
