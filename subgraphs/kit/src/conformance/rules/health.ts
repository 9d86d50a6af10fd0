import { verdict, type Rule } from '../rule.js';

/** Supervisors and the gateway's operator ask these two. */
export const health: Rule = {
  name: 'health',
  run: async ({ target }) => {
    const [live, ready] = [await target.get('/livez'), await target.get('/readyz')];
    return [
      verdict('health', 'GET /livez says 200', live.status === 200, {
        why: `it says ${String(live.status)}`,
        remedy: 'answer 200 as long as the process lives, whatever becomes of its database',
      }),
      verdict('health', 'GET /readyz says 200', ready.status === 200, {
        why: `it says ${String(ready.status)}`,
        remedy: 'answer 200 while calls can be answered and 503 while they cannot',
      }),
    ];
  },
};
