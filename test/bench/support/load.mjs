// A closed loop: so many requests in flight, the next when one is answered, every answer compared.
import { isDeepStrictEqual } from 'node:util';
import { Pool } from 'undici';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/** A contender that does not give the answer it should. */
export class WrongAnswer extends Error {}

export function createLoad(url, scenario) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: scenario.concurrency, pipelining: 1 });
  const exact = [];
  let sent = 0;

  const ask = async (body) => {
    const answer = await pool.request({ method: 'POST', path: pathname, headers: HEADERS, body });
    return Buffer.from(await answer.body.arrayBuffer());
  };

  return {
    /** Has each variant answered once: by value as it must be, its bytes are what later answers must have. */
    learn: async () => {
      for (let variant = 0; variant < scenario.variants; variant += 1) await learnOne(variant);
    },
    learnOne,
    run: async (milliseconds) => {
      const latencies = [];
      const end = performance.now() + milliseconds;
      const begun = performance.now();
      await Promise.all(
        Array.from({ length: scenario.concurrency }, async () => {
          while (performance.now() < end) {
            const { body, variant } = scenario.request(sent++);
            const from = performance.now();
            const answer = await ask(body);
            latencies.push(performance.now() - from);
            if (!answer.equals(exact[variant]))
              throw new WrongAnswer(`${body.slice(0, 200)} → ${answer.toString().slice(0, 500)}`);
          }
        }),
      );
      return { latencies, milliseconds: performance.now() - begun };
    },
    close: () => pool.destroy(),
  };

  async function learnOne(variant) {
    const answer = await ask(scenario.learn(variant));
    const { data, errors } = JSON.parse(answer.toString());
    if (errors !== undefined || !isDeepStrictEqual(data, scenario.expected(variant)))
      throw new WrongAnswer(`${scenario.learn(variant).slice(0, 200)} → ${answer.toString().slice(0, 500)}`);
    exact[variant] = answer;
  }
}
