import { carelessCalls } from '@modellregion/schema/conformance';
import { verdict, type Rule, type RuleResult } from '../rule.js';
import type { Reply } from '../target.js';

const QUERY = '{ __typename }';

const REMEDY =
  'answer 401 and run no GraphQL unless the signature, its age, its nonce, the body digest and the key are right; ' +
  'schema/signed-call-vectors.json has examples';

/** Nobody but the gateway is answered, and nobody twice with one call. */
export const calls: Rule = {
  name: 'calls',
  run: async ({ target }) => {
    const good = target.sign({ query: QUERY });
    const first = await target.send(good);
    const results: RuleResult[] = [
      verdict('calls', 'a signed call is answered', first.status === 200, {
        why: `HTTP ${String(first.status)}`,
        remedy:
          'check that it knows the public key of this gateway, that the gateway knows its own, and both clocks',
      }),
      refused('the same call a second time is refused', await target.send(good)),
    ];
    const question = carelessCalls(({ requestId, ...signing } = {}) =>
      target.sign({ query: QUERY, ...(requestId === undefined ? {} : { caller: { requestId } }) }, signing),
    );
    for (const { outgoing, what } of question) {
      results.push(refused(`${what} it is refused`, await target.send(outgoing)));
    }
    const asked = await target.get(`${target.url.pathname}?query=${encodeURIComponent(QUERY)}`);
    results.push(
      verdict('calls', 'a GET without signature is refused', asked.status >= 400 && asked.status < 500, {
        why: `HTTP ${String(asked.status)}`,
        remedy: 'answer signed POST requests alone',
      }),
    );
    return results;
  },
};

function refused(what: string, reply: Reply): RuleResult {
  return verdict('calls', what, reply.status === 401, {
    why: `HTTP ${String(reply.status)}${reply.status === 200 ? ', it was answered' : ''}`,
    remedy: REMEDY,
  });
}
