import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A line of a program's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A program of the region or of a partner: a process of its own, whose log is heard. */
export interface Program {
  /** Where it listens. */
  readonly port: number;
  /** The first line of its log, from its start on, that fits. */
  logged(fits: (line: LogLine) => boolean): Promise<LogLine>;
  /** Sends a signal, SIGTERM if left out, and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a main with exactly this environment, and waits until it says that it listens. */
export async function startProgram(
  main: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = '/',
): Promise<Program> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const heard = hear(child);
  const port = await heard.unlessItEnds(portOf(child));
  return {
    port,
    logged: heard.logged,
    end: async (signal = 'SIGTERM') => {
      const ended = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await ended;
    },
  };
}

/** It may say before how far its seed has come. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('message', (message: { readonly type: string; readonly port: number }) => {
      if (message.type === 'ready') resolve(message.port);
    });
  });
}

function hear(child: ChildProcess) {
  const said: string[] = [];
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) throw new Error('no pipe');
    createInterface(stream).on('line', (text) => {
      // One for each request: nobody waits for these, and they are many.
      if (text.includes('"event":"request"')) return;
      said.push(text);
      if (text.startsWith('{')) lines.push(JSON.parse(text) as LogLine);
      for (const look of waiting) look();
    });
  }
  const over = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      reject(new Error(`${String(child.spawnargs[1])} ended with ${String(code ?? signal)}:\n${tail(said)}`));
    });
  });
  // It may end when nobody waits for anything.
  over.catch(() => undefined);
  const unlessItEnds = <T>(what: Promise<T>): Promise<T> => Promise.race([what, over]);
  return {
    unlessItEnds,
    logged: (fits: (line: LogLine) => boolean): Promise<LogLine> =>
      unlessItEnds(
        new Promise((resolve) => {
          const look = (): void => {
            const line = lines.find(fits);
            if (line === undefined) return;
            waiting.delete(look);
            resolve(line);
          };
          waiting.add(look);
          look();
        }),
      ),
  };
}

const tail = (said: readonly string[]): string => said.slice(-20).join('\n');
