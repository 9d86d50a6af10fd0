import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { SystemUser } from './system-user.js';

/**
 * The keeper: a shell that runs a program and holds the reading end of a pipe whose writing end only we have.
 * When we close it, or die by kill -9, the kernel ends the pipe and the keeper sends the program SIGINT, which
 * for PostgreSQL is a fast shutdown and for initdb "remove what you made". So nothing outlives us, and stopping
 * on purpose takes the same, constantly tested way.
 * The program gets neither end; its exit code becomes the keeper's.
 */
const KEEPER = `
exec 3<&0 </dev/null
"$@" 3<&- &
kept=$!
{ read -r end <&3; kill -INT "$kept"; } 2>/dev/null &
watch=$!
exec 3<&-
wait "$kept"; code=$?
kill "$watch" 2>/dev/null
exit "$code"
`;

export interface KeptOptions {
  readonly cwd: string;
  /** Who runs it; null is the current user. */
  readonly user: SystemUser | null;
  /** Where its two outputs go. */
  readonly output: 'pipe' | number;
}

/** A program under a keeper. */
export interface KeptProgram {
  readonly process: ChildProcess;
  /** Exit code of the program, 128 + signal number if it was killed; -1 if the keeper itself was. */
  readonly ended: Promise<number>;
  /** Asks the program to end, by closing the pipe; await `ended` for the fact. */
  end(): void;
}

/** Starts a program that ends when this process does; in a session of its own, so that Ctrl-C passes it by. */
export function startKept(command: readonly [string, ...string[]], options: KeptOptions): KeptProgram {
  const stdio: StdioOptions = ['pipe', options.output, options.output];
  const child = spawn('/bin/sh', ['-c', KEEPER, 'modellregion-keeper', ...command], {
    cwd: options.cwd,
    detached: true,
    stdio,
    // Only this: PGDATA, PGPORT or LANG of whoever starts us must change nothing.
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    ...(options.user ?? {}),
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? -1);
    });
  });
  // Whoever awaits `ended` sees the rejection; nobody has to.
  ended.catch(() => undefined);
  child.stdin?.on('error', () => undefined);
  return { process: child, ended, end: () => child.stdin?.end() };
}
