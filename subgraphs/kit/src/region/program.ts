import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { errorMessage } from '../database/index.js';
import { noticeOf, reasonOf } from './log-line.js';
import { followLog } from './log-tail.js';

/** A process of the region: the gateway or a subgraph. */
export interface Program {
  /** `residents`: names its log and its settings. */
  readonly name: string;
  /** As people are told: `residents (Stadt Paderborn)`. */
  readonly title: string;
  /** Absolute path of the script and its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** 0: it chooses one and tells it when ready. */
  readonly port: number;
  /** The environment variable that changes the port. */
  readonly portSetting: string;
  readonly logFile: string;
}

/** One run of a program. */
export interface ProgramRun {
  readonly pid: number | undefined;
  /** Settles with the port when it listens; rejects when it ends before that. */
  readonly ready: Promise<number>;
  /** Settles when it has ended, with how, in words. */
  readonly ended: Promise<string>;
  /** Asks it to end, and ends it after the deadline; resolves when it is gone. */
  stop(deadlineMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** What a child says through the channel: that it listens, or how many rows of a seed it has written. */
const messageOfChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), port: z.number().int() }),
  z.object({ type: z.literal('progress'), rows: z.number().int() }),
]);

/** What somebody may want to hear of a program. */
export interface ProgramHooks {
  /** What the person at the terminal should know. */
  readonly notice: (text: string) => void;
  /** It writes its synthetic data: rows so far. */
  readonly progress: (rows: number) => void;
}

/**
 * Starts a program. It writes its log itself, so nothing breaks in it when we die; the channel between us closes
 * then, which tells it to end. In a session of its own: a terminal's Ctrl-C reaches only the supervisor, which
 * ends everything in its order.
 */
export function runProgram(program: Program, hooks: ProgramHooks): ProgramRun {
  const log = openLog(program.logFile);
  const tail = followLog(program.logFile, (line) => {
    const notice = noticeOf(line);
    if (notice !== null) hooks.notice(notice);
  });
  const child = spawn(process.execPath, program.command, {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    env: program.env,
  });
  closeSync(log);

  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(errorMessage(error));
    });
    child.once('exit', (code, signal) => {
      tail.stop();
      const how = signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
      const reason = reasonOf(tail.recent());
      resolve(reason === null ? how : `${how}; it said: ${reason}`);
    });
  });
  const ready = new Promise<number>((resolve, reject) => {
    child.on('message', (message) => {
      const { data } = messageOfChild.safeParse(message);
      if (data?.type === 'ready') resolve(data.port);
      else if (data?.type === 'progress') hooks.progress(data.rows);
    });
    void ended.then((how) => {
      reject(new Error(how));
    });
  });
  ready.catch(() => undefined);
  return {
    pid: child.pid,
    ready,
    ended,
    stop: (ms) => stop(child, ended, ms),
    kill: () => child.kill('SIGKILL'),
  };
}

async function stop(child: ChildProcess, ended: Promise<string>, deadlineMs: number): Promise<void> {
  if (!isOver(child)) child.kill('SIGTERM');
  const timer = new AbortController();
  await Promise.race([ended, pause(deadlineMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
  if (!isOver(child)) child.kill('SIGKILL');
  await ended;
}

function isOver(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** The log of this run and of the one before are kept. */
function openLog(file: string): number {
  if (existsSync(file)) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
