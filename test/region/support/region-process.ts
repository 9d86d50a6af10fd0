import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';

const FAKE_REGION = fileURLToPath(new URL('./fake-region.mjs', import.meta.url));
/** The real program behind `modellregion dev` and `reset`. */
export const REGION_MAIN = fileURLToPath(
  new URL('../../../subgraphs/kit/dist/region/main.js', import.meta.url),
);

/** A supervisor as a process of its own, with what it says. */
export interface RegionProcess {
  readonly pid: number;
  output(): string;
  /** Waits until it has said this; fails at once if it ends before. */
  says(text: string): Promise<void>;
  readonly exit: Promise<{ code: number | null; output: string }>;
  kill(signal: NodeJS.Signals): void;
}

/** The supervisor over stand-ins for the subgraphs; see fake-region.mjs. */
export function startFakeRegion(state: string, env: Record<string, string> = {}): RegionProcess {
  return startScript([FAKE_REGION], state, env);
}

/** Runs a script with an environment like a container's: no LANG, no user, only what it needs. */
export function startScript(
  command: readonly string[],
  state: string,
  env: Record<string, string> = {},
  node = process.execPath,
): RegionProcess {
  const child = spawn(node, command, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      MODELLREGION_STATE: state,
      MODELLREGION_DATA: 'synthetic',
      ...env,
    },
  });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  let over = false;
  const exit = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => {
      over = true;
      started.delete(child);
      resolve({ code, output });
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    says: (text) =>
      eventually(
        `it says "${text}"`,
        () => {
          if (output.includes(text)) return true;
          if (over) throw new Error(`it ended without saying "${text}":\n${output}`);
          return false;
        },
        30_000,
      ),
    exit,
    kill: (signal) => child.kill(signal),
  };
}

const started = new Set<ChildProcess>();

/** For `afterEach`: whatever a failed test left; its children end with it. */
export async function endRegions(): Promise<void> {
  await Promise.all(
    [...started].map(
      (child) =>
        new Promise((resolve) => {
          child.once('close', resolve);
          child.kill('SIGTERM');
          child.kill('SIGCONT');
        }),
    ),
  );
}

interface Runtime {
  readonly supervisorPid: number;
  readonly gateway: { readonly port: number; readonly pid: number };
  readonly subgraphs: Record<string, { readonly port: number; readonly pid: number }>;
  readonly database: { readonly port: number };
}

export function runtimeOf(state: string): Runtime {
  return JSON.parse(readFileSync(join(state, 'runtime.json'), 'utf8')) as Runtime;
}

export function postmasterPid(state: string): number {
  return Number(readFileSync(join(state, 'data-18', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
