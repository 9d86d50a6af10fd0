import { verdict, type Rule, type RuleResult } from '../rule.js';
import type { Reply, Target } from '../target.js';

/** Above what any fetch of the gateway needs, in bytes. */
const TOO_LONG = 8 * 1024 * 1024;
const TOO_MANY_TOKENS = 120_000;
const TOO_DEEP = 3_000;
/** A refusal must be cheap. */
const AT_ONCE_MS = 3_000;

/** A call that is too big costs nothing but its refusal, and the next one is answered. */
export const limits: Rule = {
  name: 'limits',
  run: async ({ target }) => [
    await small(target, `a body of ${String(TOO_LONG / 1024 / 1024)} MB is refused`, () =>
      JSON.stringify({ query: '{ __typename }', variables: { filling: 'x'.repeat(TOO_LONG) } }),
    ),
    await small(target, `a document of ${TOO_MANY_TOKENS.toLocaleString('en')} tokens is refused`, () =>
      JSON.stringify({ query: `{${' __typename'.repeat(TOO_MANY_TOKENS)}}` }),
    ),
    await small(target, `${TOO_DEEP.toLocaleString('en')} levels of selections are refused`, () =>
      JSON.stringify({ query: '{ a '.repeat(TOO_DEEP) + '}'.repeat(TOO_DEEP) }),
    ),
    await small(
      target,
      `a body of ${TOO_DEEP.toLocaleString('en')} nested lists is refused`,
      () =>
        `{"query":"query ($v: Int) { __typename }","variables":{"v":${'['.repeat(TOO_DEEP)}${']'.repeat(TOO_DEEP)}}}`,
    ),
  ],
};

async function small(target: Target, what: string, body: () => string): Promise<RuleResult> {
  let reply: Reply | null = null;
  try {
    reply = await target.send(target.sign(body()));
  } catch {
    // The connection may be cut while the body is still on its way: that is a refusal, too.
  }
  const after = await target.ask({ query: '{ __typename }' }).catch(() => null);
  const answered = reply !== null && reply.status === 200 && !hasErrors(reply);
  const slow = reply !== null && reply.ms > AT_ONCE_MS;
  const broken = reply !== null && reply.status >= 500;
  const dead = after?.status !== 200;
  const why = dead
    ? 'the call after it is not answered'
    : answered
      ? 'it was answered'
      : broken
        ? `HTTP ${String(reply?.status)}, a fault instead of a refusal`
        : `it took ${((reply?.ms ?? 0) / 1000).toFixed(1)} s`;
  return verdict('limits', what, !dead && !answered && !broken && !slow, {
    why,
    remedy:
      'bound the bytes of a body and the tokens and depth of a document, before anything else is done with it',
  });
}

function hasErrors({ json }: Reply): boolean {
  return typeof json === 'object' && json !== null && 'errors' in json;
}
