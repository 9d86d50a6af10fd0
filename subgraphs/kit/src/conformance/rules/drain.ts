import { verdict, type Rule, type RuleResult } from '../rule.js';
import type { StartedProgram } from '../started-program.js';
import type { Reply, Target } from '../target.js';

/** Calls that are under way when the program is told to stop. */
const UNDER_WAY = 20;
const STOP_DEADLINE_MS = 10_000;

/** What was called before the stop is answered, then the program ends by itself. Comes last: nothing runs after it. */
export function drain(program: StartedProgram | null): Rule {
  return {
    name: 'drain',
    run: async ({ target }) => {
      if (program !== null) return stop(target, program);
      const why = 'only what this program has started is stopped: put its command behind "--"';
      return [{ rule: 'drain', what: 'SIGTERM', status: 'skipped', why }];
    },
  };
}

async function stop(target: Target, program: StartedProgram): Promise<readonly RuleResult[]> {
  const replies = Array.from({ length: UNDER_WAY }, () => target.ask({ query: '{ _service { sdl } }' }));
  // Some answers are there, so the rest has arrived or is about to.
  await Promise.any(replies);
  program.terminate();
  const settled = await Promise.allSettled(replies);
  const lost = settled.filter((it) => it.status === 'rejected' || !isGood(it.value)).length;
  const ended = await program.endedWithin(STOP_DEADLINE_MS);
  return [
    verdict('drain', `${String(UNDER_WAY)} calls under way at SIGTERM are answered`, lost === 0, {
      why: `${String(lost)} of ${String(UNDER_WAY)} were not`,
      remedy: 'on SIGTERM say 503 on /readyz, take no new connections, and answer what has come in',
    }),
    verdict(
      'drain',
      `ends within ${String(STOP_DEADLINE_MS / 1000)} s of SIGTERM with exit code 0`,
      ended === 0,
      {
        why: ended === null ? 'it goes on' : `it ended with ${String(ended)}`,
        remedy: 'close server and database when all is answered, and exit with 0',
      },
    ),
  ];
}

function isGood(reply: Reply): boolean {
  // A server that is on its way out may say so, as long as it says it.
  return reply.status === 200 || reply.status === 503;
}
