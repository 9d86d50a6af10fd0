import type {
  AnalyseReply,
  AnalyseRequest,
  PlannerData,
  PlannerRequest,
  PlanReply,
  PlanRequest,
} from './messages.js';
import type { PlanningThread, Reply, ThreadPool, Worked } from './thread-pool.js';

/** Planning, away from the thread that answers requests. */
export interface Planning {
  /** SDL of the schema that clients see. */
  readonly apiSdl: string;
  analyse(request: AnalyseRequest): Promise<Worked<AnalyseReply>>;
  /** @param workedMs what was spent on the operation already; one budget is for all that is done for it */
  plan(request: PlanRequest, workedMs: number): Promise<Worked<PlanReply>>;
  /**
   * Has a second thread stand by, so that the next operation is planned at once after one that ended the first.
   *
   * @param afterMs milliseconds to wait with it
   */
  standBy(afterMs: number): void;
  stop(): Promise<void>;
}

/** Operations that may wait for the planner; more is a flood. */
const MAX_WAITING = 2_000;

/** Milliseconds that every step may take, however much the one before it took. */
const LEAST_MS = 20;

/**
 * Loads one supergraph into a planning thread: an operation that takes too long or too much ends the thread it runs in.
 *
 * @param budgetMs longest work for one operation, in milliseconds of a processor
 * @param signal ends the thread while it loads
 * @throws Error with the reason if the supergraph cannot be loaded
 */
export async function startPlanning(
  data: PlannerData,
  threads: ThreadPool,
  budgetMs: number,
  signal?: AbortSignal,
): Promise<Planning> {
  const { thread, apiSdl } = await threads.take(data, signal);
  const queue = new Queue(thread, { data, threads, budgetMs });
  return {
    apiSdl,
    analyse: (request) => queue.ask(request, 0) as Promise<Worked<AnalyseReply>>,
    plan: (request, workedMs) => queue.ask(request, workedMs) as Promise<Worked<PlanReply>>,
    standBy: (afterMs) => {
      queue.standBy(afterMs);
    },
    stop: () => queue.stop(),
  };
}

interface Job {
  readonly request: PlannerRequest;
  readonly workedMs: number;
  readonly resolve: (reply: Reply) => void;
}

interface Means {
  readonly data: PlannerData;
  readonly threads: ThreadPool;
  readonly budgetMs: number;
}

class Queue {
  readonly #means: Means;
  readonly #waiting: Job[] = [];
  /** Null after one was ended, until the next job wants one. */
  #active: PlanningThread | null;
  #later: NodeJS.Timeout | undefined;
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(active: PlanningThread, means: Means) {
    this.#active = active;
    this.#means = means;
  }

  standBy(afterMs: number): void {
    clearTimeout(this.#later);
    if (this.#stopped) return;
    this.#later = setTimeout(() => {
      this.#means.threads.prepare(this.#means.data);
    }, afterMs);
    this.#later.unref();
  }

  ask(request: PlannerRequest, workedMs: number): Promise<Reply> {
    if (this.#stopped || this.#waiting.length >= MAX_WAITING) {
      return Promise.resolve({ kind: 'failed', reason: 'too many operations wait to be planned', workMs: 0 });
    }
    return new Promise((resolve) => {
      this.#waiting.push({ request, workedMs, resolve });
      this.#working ??= this.#work().finally(() => {
        this.#working = null;
      });
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#later);
    for (const { resolve } of this.#waiting.splice(0))
      resolve({ kind: 'failed', reason: 'stopped', workMs: 0 });
    if (this.#working !== null) await this.#active?.end();
    await this.#working;
    if (this.#active !== null) await this.#means.threads.giveBack(this.#active);
  }

  async #work(): Promise<void> {
    const first = this.#active;
    let replaced = false;
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      const thread = this.#active ?? (await this.#take());
      if (thread === null) {
        job.resolve({ kind: 'failed', reason: 'no planner could be started', workMs: 0 });
        continue;
      }
      const budgetMs = Math.max(LEAST_MS, this.#means.budgetMs - job.workedMs);
      const reply = await thread.run(job.request, budgetMs);
      job.resolve(reply ?? { kind: 'too-expensive', workMs: budgetMs });
      if (reply === null) this.#active = null;
      replaced ||= thread !== first;
    }
    // Not before: who waited would wait for the second thread as well, where both have one core only.
    if (replaced || this.#active === null) this.standBy(0);
  }

  /** @returns null if there is too little memory; the supergraph itself was loaded before */
  async #take(): Promise<PlanningThread | null> {
    const { threads, data } = this.#means;
    this.#active = await threads.take(data).then(
      ({ thread }) => thread,
      () => null,
    );
    return this.#active;
  }
}
