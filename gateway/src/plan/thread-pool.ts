import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type {
  AnalyseReply,
  PlannerData,
  PlannerLoad,
  PlannerLoaded,
  PlannerRequest,
  PlanReply,
} from './messages.js';
import { watchBudget } from './time-budget.js';

/** A reply with the milliseconds of work that it took. */
export type Worked<R> = R & { readonly workMs: number };
export type Reply = Worked<AnalyseReply | PlanReply>;

/** The thread's program as it was built, wherever this file runs from. */
const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve('@modellregion/gateway/package.json')),
  'dist',
  'plan',
  'planner-thread.js',
);

const ENDED = { kind: 'refused', reason: 'the planner ended' } as const;

export interface TakenThread {
  readonly thread: PlanningThread;
  /** SDL of the schema that clients see. */
  readonly apiSdl: string;
}

/**
 * The threads in which operations are planned. A thread whose supergraph is no longer in use is kept, at most one: it
 * stands by for when an operation ends the one at work, and the next supergraph is loaded in it. A new thread would
 * compile the planner's code again, beside the requests that are answered meanwhile.
 */
export class ThreadPool {
  readonly #heapMb: number;
  #spare: PlanningThread | null = null;
  #closed = false;

  /** @param heapMb largest heap of one thread, in megabytes */
  constructor(heapMb: number) {
    this.#heapMb = heapMb;
  }

  /**
   * A thread that has loaded this supergraph; who takes it gives it back or ends it.
   *
   * @param signal ends the thread while it loads
   * @throws Error with the reason if the supergraph cannot be loaded
   */
  async take(data: PlannerData, signal?: AbortSignal): Promise<TakenThread> {
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null) {
      const loaded = await loadIn(spare, data, signal);
      if (!spare.ended) return this.#taken(spare, loaded);
      // What it did before may have left it with too little heap; a new one has all of it.
    }
    if (this.#closed || signal?.aborted === true) throw new Error('the gateway wants no planner any longer');
    const thread = new PlanningThread(this.#heapMb);
    return this.#taken(thread, await loadIn(thread, data, signal));
  }

  /** Makes sure that a thread stands by which has loaded this supergraph. */
  prepare(data: PlannerData): void {
    if (this.#closed) return;
    this.#spare ??= new PlanningThread(this.#heapMb);
    // What cannot be loaded is told to who takes it.
    void this.#spare.load(data);
  }

  /** @param thread one that was taken and is not asked any more */
  async giveBack(thread: PlanningThread): Promise<void> {
    if (this.#closed || this.#spare !== null || !thread.idle) await thread.end();
    else this.#spare = thread;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#spare?.end();
  }

  #taken(thread: PlanningThread, loaded: PlannerLoaded): TakenThread {
    if (loaded.kind === 'loaded') return { thread, apiSdl: loaded.apiSdl };
    void this.giveBack(thread);
    throw new Error(loaded.reason);
  }
}

async function loadIn(
  thread: PlanningThread,
  data: PlannerData,
  signal: AbortSignal | undefined,
): Promise<PlannerLoaded> {
  const giveUp = (): void => void thread.end();
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted === true) giveUp();
  const loaded = await thread.load(data);
  signal?.removeEventListener('abort', giveUp);
  return loaded;
}

/** One thread with a heap of its own. It does one thing after the other; what takes too much ends it. */
export class PlanningThread {
  readonly #worker: Worker;
  /** What it is to have done before it begins with the next. */
  #last: Promise<unknown> = Promise.resolve();
  #data: PlannerData | null = null;
  #loaded: Promise<PlannerLoaded> = Promise.resolve(ENDED);
  #schedulerFile: string | null = null;
  #ended = false;
  #settle: ((message: unknown) => void) | null = null;

  constructor(heapMb: number) {
    this.#worker = new Worker(PROGRAM, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      // What it prints would be lines of our log that are none.
      stdout: true,
      stderr: true,
    });
    this.#worker.unref();
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

  get ended(): boolean {
    return this.#ended;
  }

  /** Neither ended nor at work. */
  get idle(): boolean {
    return !this.#ended && this.#settle === null;
  }

  /** Loads a supergraph instead of the one that it has; the same one is not loaded again. */
  load(data: PlannerData): Promise<PlannerLoaded> {
    if (this.#data !== data) {
      this.#data = data;
      this.#loaded = this.#after(async () => {
        const loaded = ((await this.#ask({ kind: 'load', data })) ?? ENDED) as PlannerLoaded;
        if (loaded.kind === 'loaded') this.#schedulerFile = loaded.schedulerFile;
        return loaded;
      });
    }
    return this.#loaded;
  }

  /** @returns null if it took longer than that or more than its heap; the thread has ended then */
  run(request: PlannerRequest, budgetMs: number): Promise<Reply | null> {
    return this.#after(async () => {
      const callOff = watchBudget(this.#schedulerFile, budgetMs, () => void this.end());
      const message = (await this.#ask(request)) as AnalyseReply | PlanReply | null;
      const workMs = callOff();
      return message === null ? null : { ...message, workMs };
    });
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#settle?.(null);
    await this.#worker.terminate();
  }

  #after<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done;
    return done;
  }

  /** @returns null if the thread has ended, or ends over it */
  #ask(message: PlannerLoad | PlannerRequest): Promise<unknown> {
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#settle = (reply) => {
        this.#settle = null;
        resolve(reply);
      };
      this.#worker.postMessage(message);
    });
  }
}
