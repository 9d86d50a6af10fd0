// So many requests a second, whether the earlier ones were answered or not: a queue shows in the latencies.
import { Pool } from 'undici';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

export function createClient(url) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 100 });
  const ask = async (request) => {
    const from = performance.now();
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: pathname,
      headers: HEADERS,
      body: JSON.stringify(request),
    });
    const answer = JSON.parse(await body.text());
    return { status: statusCode, answer, ms: performance.now() - from };
  };
  return {
    ask,
    /**
     * @param {(n: number) => object} request
     * @param {AbortSignal} [signal] ends it before its time
     * @returns {Promise<{ latencies: number[], timed: { at: number, ms: number }[], failed: number, errors: number, sent: number }>}
     *   `at` is when it was to be sent, by the clock of `performance`
     */
    run: async (request, perSecond, milliseconds, signal) => {
      const timed = [];
      let failed = 0;
      let errors = 0;
      const one = async (n) => {
        const planned = begun + (n * 1000) / perSecond;
        try {
          const { status, answer } = await ask(request(n));
          if (status !== 200) failed += 1;
          if (answer.errors !== undefined) errors += 1;
          timed.push({ at: planned, ms: performance.now() - planned });
        } catch {
          failed += 1;
        }
      };
      const begun = performance.now();
      const all = [];
      while (performance.now() - begun < milliseconds && signal?.aborted !== true) {
        while (all.length < ((performance.now() - begun) * perSecond) / 1000) all.push(one(all.length));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await Promise.all(all);
      return { latencies: sorted(timed), timed, failed, errors, sent: all.length };
    },
    close: () => pool.destroy(),
  };
}

export const sorted = (timed) => timed.map(({ ms }) => ms).sort((a, b) => a - b);
/** NaN of nothing, which keeps no limit. */
export const percentile = (values, share) =>
  values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
