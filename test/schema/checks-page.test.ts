import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { isTypeDefinitionNode, parse } from 'graphql';
import {
  PUBLICATION_RULES,
  WITHDRAWAL_RULES,
} from '../../schema/src/checks/publication/publication-rules.js';
import { runCommand } from '../../schema/src/cli/run-command.js';
import { loadRegistry, REPOSITORY_ROOT } from '../../schema/src/registry/index.js';
import { temporaryFolder } from './temporary-folder.js';

const PAGE = readFileSync(join(REPOSITORY_ROOT, 'schema/CHECKS.md'), 'utf8');

/** A change of the page, the file it stands in, and what the page says comes of it. */
const EXAMPLES = [...PAGE.matchAll(/```graphql\n# (\S+)\n([^]*?)```\n\n```text\n([^]*?)```/g)].map(
  ([, file = '', change = '', output = '']) => ({ file, change, output }),
);

let root: string;

/** The region's contracts in a repository of their own, committed. */
beforeAll(() => {
  root = temporaryFolder('modellregion-page-');
  const files = loadRegistry().map(({ sdl }) => sdl);
  for (const file of [
    ...files,
    'schema/registry',
    'schema/portal-queries.graphql',
    'schema/grants.yaml',
    'schema/variants.yaml',
  ]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(REPOSITORY_ROOT, file), join(root, file), { recursive: true });
  }
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@region.example', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  git('init');
  git('add', '.');
  git('-c', 'commit.gpgsign=false', 'commit', '-m', 'The region');
});

/** An SDL in which each definition of a change stands in the place of the one of its name, or at the end. */
function changed(sdl: string, change: string): string {
  let text = sdl;
  for (const definition of parse(change).definitions.filter(isTypeDefinitionNode)) {
    const { loc, name } = definition;
    const part = change.slice(loc?.start, loc?.end);
    const old = parse(text)
      .definitions.filter(isTypeDefinitionNode)
      .find((one) => one.name.value === name.value)?.loc;
    text = old === undefined ? `${text}\n${part}\n` : text.slice(0, old.start) + part + text.slice(old.end);
  }
  return text;
}

/** What the tool says of the change of an example; the file is as before afterwards. */
async function outputOf({
  change,
  file,
}: {
  readonly change: string;
  readonly file: string;
}): Promise<string> {
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, changed(before, change));
  try {
    const name = file.split('/')[1] ?? '';
    const { out } = await runCommand(['check', name], {
      root,
      registryFolder: join(root, 'schema/registry'),
    });
    return out ?? '';
  } finally {
    writeFileSync(path, before);
  }
}

test('the page shows one change that passes and three that do not', async () => {
  const outputs: string[] = [];
  for (const example of EXAMPLES) outputs.push(await outputOf(example));
  expect(outputs.map((output) => output.includes('nothing found'))).toEqual([true, false, false, false]);
  if (process.env['WRITE_EXAMPLES'] === '1') writeExamples(outputs);
  else expect(outputs).toEqual(EXAMPLES.map(({ output }) => output));
});

/** Puts what the tool says into the page, after its words have changed. */
function writeExamples(outputs: readonly string[]): void {
  let next = 0;
  const page = PAGE.replaceAll(/(```text\n)[^]*?(```)/g, (_, begin: string, end: string) => {
    next += 1;
    return `${begin}${outputs[next - 1] ?? ''}${end}`;
  });
  writeFileSync(join(REPOSITORY_ROOT, 'schema/CHECKS.md'), page);
}

test('the page names every rule with its reason', () => {
  for (const { name, why } of [...PUBLICATION_RULES, ...WITHDRAWAL_RULES])
    expect(PAGE).toMatch(rowOf(name, why));
});

function rowOf(name: string, why: string): RegExp {
  const escaped = why.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\| \`${name}\` +\\| ${escaped} +\\|`);
}
