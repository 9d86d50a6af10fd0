import { setTimeout as pause } from 'node:timers/promises';
import { errorMessage, OperatorError } from '../database/index.js';
import { isPortTaken } from '../database/free-port.js';
import { runProgram, type Program, type ProgramRun } from './program.js';
import { silenceOf } from './silence.js';

export interface KeepUpHooks {
  /** Told, in plain words, what the person at the terminal should know. */
  readonly report: (sentence: string) => void;
  /** Called whenever {@link KeptUp.current} has changed. */
  readonly changed: () => void;
}

/** So long a program may take to start without a sign of life; one that fills its database tells how it gets on. */
const START_DEADLINE_MS = 180_000;
/** A process drains within 5 s. */
const STOP_DEADLINE_MS = 7_000;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** Having run this long, a program counts as sound again and the next wait is short. */
const SOUND_AFTER_MS = 60_000;
/** The same notice again within this time is not shown again. */
const QUIET_MS = 10_000;
/** How often the person at the terminal hears that a database is being filled. */
const PROGRESS_EVERY_MS = 15_000;

/** A program that is started, and started again after a wait that doubles whenever it ends by itself. */
export class KeptUp {
  readonly program: Program;
  /** Settles when it is ready for the first time; rejects with an OperatorError when it cannot start. */
  readonly started: Promise<void>;
  readonly #hooks: KeepUpHooks;
  readonly #notice: (text: string) => void;
  readonly #halt = new AbortController();
  #run: ProgramRun | null = null;
  #port: number | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(program: Program, hooks: KeepUpHooks) {
    this.program = program;
    this.#hooks = hooks;
    this.#notice = quietly((text) => {
      hooks.report(`${program.name}: ${text}`);
    });
    this.started = this.#begin().then(
      () => {
        this.#keeping = this.#keep();
      },
      async (error: unknown) => {
        this.#run = null;
        if (!this.#stopped()) throw await cannotStart(program, errorMessage(error));
      },
    );
  }

  /** Where it is now; null while it is not running. */
  current(): { readonly pid: number; readonly port: number } | null {
    const pid = this.#run?.pid;
    return pid === undefined || this.#port === null ? null : { pid, port: this.#port };
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    this.#halt.abort();
    await this.#run?.stop(STOP_DEADLINE_MS);
    await this.started.catch(() => undefined);
    await this.#keeping;
  }

  /** Ends it at once, without letting it finish. */
  kill(): void {
    this.#halt.abort();
    this.#run?.kill();
  }

  #stopped(): boolean {
    return this.#halt.signal.aborted;
  }

  async #begin(): Promise<void> {
    // A restart keeps the port of the first start, which others have been told.
    const env = this.#port === null ? this.program.env : { ...this.program.env, PORT: String(this.#port) };
    const silence = silenceOf(START_DEADLINE_MS);
    const shown = seldom((rows: number) => {
      this.#hooks.report(`${this.program.name}: ${rows.toLocaleString('en')} rows of data so far`);
    });
    const run = runProgram(
      { ...this.program, env },
      {
        notice: this.#notice,
        progress: (rows) => {
          silence.heard();
          shown(rows);
        },
      },
    );
    this.#run = run;
    try {
      const port = await Promise.race([run.ready, silence.lasted]);
      if (port === null)
        throw new Error(
          `it was not ready and gave no sign of life for ${String(START_DEADLINE_MS / 1000)} s`,
        );
      this.#port = port;
    } catch (error) {
      run.kill();
      await run.ended;
      throw error;
    } finally {
      silence.end();
    }
    this.#hooks.changed();
  }

  async #keep(): Promise<void> {
    let backoff = FIRST_BACKOFF_MS;
    while (this.#run !== null) {
      const since = Date.now();
      const how = await this.#run.ended;
      if (this.#stopped()) break;
      if (Date.now() - since > SOUND_AFTER_MS) backoff = FIRST_BACKOFF_MS;
      this.#hooks.report(
        `${this.program.title} ended unexpectedly (${how}); starting it again in ${String(backoff / 1000)} s. ` +
          `Its log: ${this.program.logFile}`,
      );
      await pause(backoff, undefined, { signal: this.#halt.signal }).catch(() => undefined);
      backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS);
      if (this.#stopped()) break;
      const runs = await this.#begin().then(
        () => true,
        () => false,
      );
      if (runs) this.#hooks.report(`${this.program.title} runs again.`);
    }
    this.#run = null;
  }
}

/** What somebody must do whose port is taken. */
export function portTaken(program: Program): OperatorError {
  return new OperatorError(
    `Port ${String(program.port)} for ${program.title} is already in use by another program: end that program, or ` +
      `set ${program.portSetting} to a free port.`,
  );
}

async function cannotStart(program: Program, reason: string): Promise<OperatorError> {
  if (program.port !== 0 && (await isPortTaken(program.port))) return portTaken(program);
  return new OperatorError(`${program.title} could not start (${reason}). Its log: ${program.logFile}`);
}

function quietly(show: (text: string) => void): (text: string) => void {
  const shownAt = new Map<string, number>();
  return (text) => {
    if (Date.now() - (shownAt.get(text) ?? 0) < QUIET_MS) return;
    if (shownAt.size > 100) shownAt.clear();
    shownAt.set(text, Date.now());
    show(text);
  };
}

function seldom(show: (rows: number) => void): (rows: number) => void {
  let last = Date.now();
  return (rows) => {
    if (Date.now() - last < PROGRESS_EVERY_MS) return;
    last = Date.now();
    show(rows);
  };
}
