import { LARGE_REMEDY, largeFault, TOO_LARGE, type TooLarge } from '@modellregion/schema/conformance';
import { verdict, type Rule, type RuleResult } from '../rule.js';
import type { Reply, Target } from '../target.js';

/** A refusal must be cheap. */
const AT_ONCE_MS = 3_000;

/** A call that is too big costs nothing but its refusal, and the next one is answered. */
export const limits: Rule = {
  name: 'limits',
  run: async ({ target }) => {
    const results: RuleResult[] = [];
    for (const large of TOO_LARGE) results.push(await refused(target, large));
    return results;
  },
};

async function refused(target: Target, { body, what }: TooLarge): Promise<RuleResult> {
  let reply: Reply | null = null;
  try {
    reply = await target.send(target.sign(body()));
  } catch {
    // The connection may be cut while the body is still on its way: that is a refusal, too.
  }
  const after = await target.ask({ query: '{ __typename }' }).catch(() => null);
  const slow = reply !== null && reply.ms > AT_ONCE_MS;
  const fault =
    largeFault({ reply, lives: after?.status === 200 }) ??
    (slow ? `it took ${((reply?.ms ?? 0) / 1000).toFixed(1)} s` : null);
  const are = what.includes('levels') ? 'are' : 'is';
  return verdict('limits', `${what} ${are} refused`, fault === null, {
    why: fault ?? '',
    remedy: LARGE_REMEDY,
  });
}
