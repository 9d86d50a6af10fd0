import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { run } from './run.js';

/** Our packages, as npm would get them. */
const PACKED = {
  schema: '@modellregion/schema',
  gateway: '@modellregion/gateway',
  'subgraphs/kit': '@modellregion/subgraph-kit',
  'subgraphs/registry': '@modellregion/registry',
} as const;

/** An empty folder outside the repository, with our packages installed from what `npm pack` makes of them. */
export interface OwnProject {
  readonly folder: string;
  /** Runs a command in it; both outputs together. Throws with them when it fails. */
  run(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** Runs `modellregion`. */
  tool(...args: readonly string[]): Promise<string>;
  /** The program that it is. */
  readonly toolFile: string;
  /** What `npm install` does to packages of the project itself. */
  linkWorkspace(name: string): void;
  remove(): void;
}

/**
 * Everything of other people is linked from the repository's node_modules, at the same versions: what is tried here is
 * what our packages bring along, and a test that asks a package registry would fail when that is slow.
 */
export async function ownProject(): Promise<OwnProject> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modellregion-partner-')));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@modellregion'), { recursive: true });
  mkdirSync(join(modules, '.bin'));
  linkOthers(join(REPOSITORY_ROOT, 'node_modules'), modules);
  for (const [path, name] of Object.entries(PACKED)) await unpack(path, name, folder);
  symlinkSync(join(modules, '@modellregion/schema/bin/modellregion.mjs'), join(modules, '.bin/modellregion'));
  symlinkSync(
    join(modules, '@modellregion/subgraph-kit/bin/codegen.mjs'),
    join(modules, '.bin/modellregion-codegen'),
  );
  const toolFile = join(modules, '.bin/modellregion');
  const here: OwnProject['run'] = (command, args, env = {}) => run(command, args, { cwd: folder, env });
  return {
    folder,
    run: here,
    tool: (...args) => here(process.execPath, [toolFile, ...args]),
    toolFile,
    linkWorkspace: (name) => {
      symlinkSync(join(folder, 'subgraphs', name), join(modules, '@modellregion', name));
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the packages of this run lie: TMPDIR is the run's own, see test/jest/begin.js. */
const packed = (name: string): string => join(tmpdir(), 'packed', `${name.replace('/', '-')}.tgz`);

/** `npm pack`, once in a run: the packages are built before it and do not change. */
async function pack(source: string, name: string): Promise<string> {
  const file = packed(name);
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true });
  const own = mkdtempSync(join(dirname(file), 'pack-'));
  const stdout = await run('npm', ['pack', '--json', '--loglevel', 'error', '--pack-destination', own], {
    cwd: source,
  });
  const [made] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  // At once, for another suite may pack the same; whose it is does not matter.
  renameSync(join(own, made?.filename ?? ''), file);
  rmSync(own, { recursive: true });
  return file;
}

async function unpack(path: string, name: string, folder: string): Promise<void> {
  const source = join(REPOSITORY_ROOT, path);
  const file = await pack(source, name);
  const target = join(folder, 'node_modules', name);
  mkdirSync(target);
  await run('tar', ['xzf', file, '-C', target, '--strip-components=1'], { cwd: folder });
  // What npm did not put on top, as another version of it is there.
  const nested = join(source, 'node_modules');
  if (existsSync(nested)) {
    mkdirSync(join(target, 'node_modules'));
    linkOthers(nested, join(target, 'node_modules'));
  }
}

function linkOthers(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') && name !== '.bin') continue;
    if (name !== '.bin' && !name.startsWith('@')) symlinkSync(join(from, name), join(to, name));
    else if (name !== '@modellregion') linkEach(join(from, name), join(to, name));
  }
}

function linkEach(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const target = join(from, name);
    // A link of ours would lead back into the repository.
    if (!name.startsWith('modellregion') && existsSync(target))
      symlinkSync(realpathSync(target), join(to, name));
  }
}
