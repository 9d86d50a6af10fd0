import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type {
  AnalyseReply,
  AnalyseRequest,
  PlannerData,
  PlannerLoaded,
  PlannerRequest,
  PlanReply,
  PlanRequest,
} from './messages.js';
import { watchBudget } from './time-budget.js';

/** Planning, away from the thread that answers requests. */
export interface Planning {
  /** SDL of the schema that clients see. */
  readonly apiSdl: string;
  analyse(request: AnalyseRequest): Promise<Worked<AnalyseReply>>;
  /** @param workedMs what was spent on the operation already; one budget is for all that is done for it */
  plan(request: PlanRequest, workedMs: number): Promise<Worked<PlanReply>>;
  /**
   * Starts a second thread, so that the next operation is planned at once after one that ended the first.
   *
   * @param afterMs milliseconds to wait with it
   */
  standBy(afterMs: number): void;
  stop(): Promise<void>;
}

/** A reply with the milliseconds of work that it took. */
export type Worked<R> = R & { readonly workMs: number };

export interface PlanningLimits {
  /** Longest work for one operation, in milliseconds of a processor. */
  readonly budgetMs: number;
  /** Largest heap of the planning thread, in megabytes. */
  readonly heapMb: number;
}

/** Operations that may wait for the planner; more is a flood. */
const MAX_WAITING = 2_000;

/** Milliseconds that every step may take, however much the one before it took. */
const LEAST_MS = 20;

/** The thread's program as it was built, wherever this file runs from. */
const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve('@modellregion/gateway/package.json')),
  'dist',
  'plan',
  'planner-thread.js',
);

/**
 * Starts the planner of one supergraph in a thread with a heap of its own: an operation that takes too long or too
 * much ends the thread it runs in.
 *
 * @param signal ends the thread while it loads
 * @throws Error with the reason if the supergraph cannot be loaded
 */
export async function startPlanning(
  data: PlannerData,
  limits: PlanningLimits,
  signal?: AbortSignal,
): Promise<Planning> {
  const active = new Thread(data, limits.heapMb);
  const giveUp = (): void => void active.end();
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted === true) giveUp();
  const loaded = await active.loaded;
  signal?.removeEventListener('abort', giveUp);
  if (loaded.kind === 'refused') {
    await active.end();
    throw new Error(loaded.reason);
  }
  const queue = new Queue(active, data, limits);
  return {
    apiSdl: loaded.apiSdl,
    analyse: (request) => queue.ask(request, 0) as Promise<Worked<AnalyseReply>>,
    plan: (request, workedMs) => queue.ask(request, workedMs) as Promise<Worked<PlanReply>>,
    standBy: (afterMs) => {
      queue.standBy(afterMs);
    },
    stop: () => queue.stop(),
  };
}

type Reply = Worked<AnalyseReply | PlanReply>;

interface Job {
  readonly request: PlannerRequest;
  readonly workedMs: number;
  readonly resolve: (reply: Reply) => void;
}

class Queue {
  readonly #data: PlannerData;
  readonly #limits: PlanningLimits;
  readonly #waiting: Job[] = [];
  #active: Thread;
  #standby: Thread | null = null;
  #later: NodeJS.Timeout | undefined;
  #busy = false;
  #stopped = false;

  constructor(active: Thread, data: PlannerData, limits: PlanningLimits) {
    this.#active = active;
    this.#data = data;
    this.#limits = limits;
  }

  standBy(afterMs: number): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => {
      this.#standBy();
    }, afterMs);
    this.#later.unref();
  }

  ask(request: PlannerRequest, workedMs: number): Promise<Reply> {
    if (this.#stopped || this.#waiting.length >= MAX_WAITING) {
      return Promise.resolve({ kind: 'failed', reason: 'too many operations wait to be planned', workMs: 0 });
    }
    return new Promise((resolve) => {
      this.#waiting.push({ request, workedMs, resolve });
      void this.#work();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#later);
    for (const { resolve } of this.#waiting.splice(0))
      resolve({ kind: 'failed', reason: 'stopped', workMs: 0 });
    await Promise.all([this.#active.end(), this.#standby?.end()]);
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      const budgetMs = Math.max(LEAST_MS, this.#limits.budgetMs - job.workedMs);
      const reply = await this.#active.run(job.request, budgetMs);
      job.resolve(reply ?? { kind: 'too-expensive', workMs: budgetMs });
      if (reply === null && !this.#stopped) await this.#replace();
    }
    this.#busy = false;
  }

  async #replace(): Promise<void> {
    void this.#active.end();
    const next = this.#standby ?? new Thread(this.#data, this.#limits.heapMb);
    this.#standby = null;
    this.#active = next;
    const { kind } = await next.loaded;
    if (this.#stopped) return;
    // It was loaded before, so what keeps it from loading now is want of memory; the next job tries again.
    if (kind === 'refused') return;
    this.#standBy();
  }

  #standBy(): void {
    if (!this.#stopped) this.#standby ??= new Thread(this.#data, this.#limits.heapMb);
  }
}

class Thread {
  readonly loaded: Promise<PlannerLoaded>;
  readonly #worker: Worker;
  #ended = false;
  #settle: ((message: unknown) => void) | null = null;

  constructor(data: PlannerData, heapMb: number) {
    this.#worker = new Worker(PROGRAM, {
      workerData: data,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      // What it prints would be lines of our log that are none.
      stdout: true,
      stderr: true,
    });
    this.#worker.unref();
    this.loaded = this.#next().then(
      (message) => (message as PlannerLoaded | null) ?? { kind: 'refused', reason: 'the planner ended' },
    );
    this.#worker.on('message', (message: unknown) => {
      this.#settle?.(message);
    });
    const gone = (): void => {
      this.#ended = true;
      this.#settle?.(null);
    };
    this.#worker.on('error', gone);
    this.#worker.on('exit', gone);
  }

  /** @returns null if it took longer than that or more than its heap */
  async run(request: PlannerRequest, budgetMs: number): Promise<Reply | null> {
    if (this.#ended) return null;
    const loaded = await this.loaded;
    const reply = this.#next();
    const callOff = watchBudget(loaded.kind === 'loaded' ? loaded.schedulerFile : null, budgetMs, () => {
      this.#settle?.(null);
    });
    this.#worker.postMessage(request);
    const message = (await reply) as AnalyseReply | PlanReply | null;
    const workMs = callOff();
    return message === null ? null : { ...message, workMs };
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#settle?.(null);
    await this.#worker.terminate();
  }

  #next(): Promise<unknown> {
    return new Promise((resolve) => {
      this.#settle = (message) => {
        this.#settle = null;
        resolve(message);
      };
    });
  }
}
