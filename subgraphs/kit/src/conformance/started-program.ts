import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ConformanceError } from './options.js';

/** A subgraph that was started for the run. */
export interface StartedProgram {
  readonly terminate: () => void;
  /** Its exit code (a signal's name if that ended it); null if it goes on. */
  readonly endedWithin: (ms: number) => Promise<number | string | null>;
  readonly kill: () => void;
}

const START_DEADLINE_MS = 60_000;
const TAIL = 2_000;

/**
 * Starts a command, told its port by PORT, and waits until its readiness says 200.
 *
 * @throws ConformanceError with its last words when it ends or is not ready in time
 */
export async function startProgram(
  [command = '', ...args]: readonly string[],
  url: URL,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedProgram> {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const child = spawn(command, args, {
    env: { ...process.env, ...env, PORT: port, HOST: url.hostname },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-TAIL);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const over: (number | string)[] = [];
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
  }).then((how) => {
    over.push(how);
    return how;
  });
  const program: StartedProgram = {
    terminate: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    endedWithin: async (ms) => {
      const timer = new AbortController();
      const late = pause(ms, null, { signal: timer.signal }).catch(() => null);
      return Promise.race([ended, late]).finally(() => timer.abort());
    },
  };
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await isReady(url))) {
    if (over.length > 0)
      throw new ConformanceError(`${command} ended with ${String(over[0])} and said:\n${said}`);
    if (Date.now() > deadline) {
      program.kill();
      throw new ConformanceError(
        `${command} did not answer at ${url.origin}/readyz within 60 s. It said:\n${said}`,
      );
    }
    await pause(100);
  }
  return program;
}

async function isReady(url: URL): Promise<boolean> {
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
