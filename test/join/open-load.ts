import { Pool } from 'undici';

/** A request of the load, and what its answer has to be. */
export interface Asked {
  readonly query: string;
  readonly variables: object;
  readonly data: unknown;
}

export interface LoadResult {
  readonly seconds: number;
  readonly sent: number;
  /** What was wrong with answers, in words; nothing for those that were right. */
  readonly failures: readonly string[];
  /** Milliseconds from when a request was due until its answer was there: the middle, 99 of 100, the slowest. */
  readonly latencies: { readonly median: number; readonly p99: number; readonly slowest: number };
}

export interface OpenLoad {
  /** Answers so far. */
  readonly answered: () => number;
  /** Once so many more answers are there than now. */
  readonly more: (count: number) => Promise<void>;
  /** Waits for the answers that are missing. */
  readonly stop: () => Promise<LoadResult>;
}

const HEADERS = { 'content-type': 'application/json' };
const PATIENCE_MS = 30_000;

/**
 * So many requests a second, each of these in turn and to each gateway in turn, whether the earlier ones were answered or not: what waits shows
 * in the latencies, and each answer is looked at.
 */
export function openLoad(origins: readonly string[], perSecond: number, asked: readonly Asked[]): OpenLoad {
  const pools = origins.map((origin) => new Pool(origin, { connections: 50 }));
  const requests = asked.map(({ data, ...request }) => ({
    body: JSON.stringify(request),
    data: JSON.stringify(data),
  }));
  const failures: string[] = [];
  const latencies: number[] = [];
  const waiting = new Set<() => void>();
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  let sent = 0;
  const ask = async (n: number, due: number): Promise<void> => {
    const wrong = await wrongIn(pools[n % pools.length], requests[n % requests.length]);
    latencies.push(performance.now() - due);
    if (wrong !== null) failures.push(`after ${seconds(began)} s: ${wrong}`);
    for (const look of waiting) look();
  };
  const sendDue = (): void => {
    for (; sent < ((performance.now() - began) * perSecond) / 1_000; sent += 1) {
      const one = ask(sent, began + (sent * 1_000) / perSecond);
      underWay.add(one);
      void one.finally(() => underWay.delete(one));
    }
  };
  const timer = setInterval(sendDue, 1_000 / perSecond);
  const answered = (): number => latencies.length;
  const stop = async (): Promise<LoadResult> => {
    clearInterval(timer);
    const took = (performance.now() - began) / 1_000;
    await Promise.all(underWay);
    await Promise.all(pools.map((pool) => pool.close()));
    return { seconds: took, sent, failures, latencies: shareOf(latencies) };
  };
  let stopped: Promise<LoadResult> | null = null;
  return {
    answered,
    more: (count) => {
      const wanted = answered() + count;
      return new Promise((resolve) => {
        const look = (): void => {
          if (answered() < wanted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    },
    stop: () => (stopped ??= stop()),
  };
}

/** Null when it is the right answer. */
async function wrongIn(
  pool?: Pool,
  asked?: { readonly body: string; readonly data: string },
): Promise<string | null> {
  if (pool === undefined || asked === undefined) return 'nothing to ask';
  try {
    const response = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: HEADERS,
      body: asked.body,
      headersTimeout: PATIENCE_MS,
      bodyTimeout: PATIENCE_MS,
    });
    const text = await response.body.text();
    if (response.statusCode !== 200) return `status ${String(response.statusCode)}: ${text}`;
    const answer = JSON.parse(text) as { data?: unknown; errors?: unknown };
    return answer.errors === undefined && JSON.stringify(answer.data) === asked.data ? null : text;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function shareOf(latencies: readonly number[]): LoadResult['latencies'] {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
  return { median: at(0.5), p99: at(0.99), slowest: at(1) };
}

export const seconds = (since: number): string => ((performance.now() - since) / 1_000).toFixed(1);
