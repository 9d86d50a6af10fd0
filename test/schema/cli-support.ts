import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY_ROOT } from '../../schema/src/registry/index.js';
import { temporaryFolder } from './temporary-folder.js';

/** What a finished command line left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A main that says in one line of JSON how it was started. */
export const ECHO = `console.log(JSON.stringify({
  main: process.argv[1].slice(process.argv[1].indexOf('repository/') + 11),
  args: process.argv.slice(2),
  database: process.env.DATABASE_URL,
}));`;

/** The committed tool, in a repository of its own with these files and a registry with energy and water. */
export function repositoryWith(files: Readonly<Record<string, string>>): string {
  const root = join(temporaryFolder('modellregion-cli-'), 'repository');
  cpSync(join(REPOSITORY_ROOT, 'schema/bin'), join(root, 'schema/bin'), { recursive: true });
  const all = {
    'schema/package.json': '{ "version": "1.2.3", "type": "module" }',
    'schema/registry/energy.yaml': '',
    'schema/registry/water.yaml': '',
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** Starts the tool of a repository as a terminal-less process; `ipc` gives it a channel. */
export function start(
  root: string,
  args: readonly string[],
  options: {
    readonly env?: NodeJS.ProcessEnv;
    readonly node?: readonly string[];
    readonly ipc?: boolean;
  } = {},
): {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  readonly said: (text: string) => Promise<void>;
} {
  const bin = join(root, 'schema/bin/modellregion.mjs');
  const child = spawn(process.execPath, [...(options.node ?? []), bin, ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', ...(options.ipc === true ? (['ipc'] as const) : [])],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // Not the event close: it never comes when we hang up the channel first.
  const ended = [
    once(child, 'exit'),
    once(child.stdout ?? child, 'close'),
    once(child.stderr ?? child, 'close'),
  ];
  const outcome = Promise.all(ended).then(() => ({ code: child.exitCode, out, err }));
  const said = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (out.includes(text)) resolve();
      };
      child.stdout?.on('data', look);
      look();
    });
  return { child, outcome, said };
}

/** Runs the tool to its end. */
export function run(...input: Parameters<typeof start>): Promise<Outcome> {
  return start(...input).outcome;
}
