import { callTag, HEADERS, REPLAY_WINDOW_SECONDS } from '@modellregion/schema';
import { verdict, type Rule, type RuleResult } from '../rule.js';
import type { Outgoing, Reply, Target } from '../target.js';

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
    for (const [what, outgoing] of refusals(target)) results.push(refused(what, await target.send(outgoing)));
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

function refusals(target: Target): readonly (readonly [string, Outgoing])[] {
  const age = REPLAY_WINDOW_SECONDS + 30;
  const good = (): Outgoing => target.sign({ query: QUERY });
  const other = target.sign({ query: QUERY, caller: { requestId: 'another' } });
  return [
    ['without a signature it is refused', { ...good(), headers: { 'content-type': 'application/json' } }],
    ['signed too long ago it is refused', target.sign({ query: QUERY }, { age })],
    ['signed in the future it is refused', target.sign({ query: QUERY }, { age: -age })],
    ['signed with a foreign key it is refused', target.sign({ query: QUERY }, { foreign: true })],
    ['of an unknown key id it is refused', target.sign({ query: QUERY }, { keyId: 'nobody.nobody' })],
    ['signed for another path it is refused', target.sign({ query: QUERY }, { path: '/other' })],
    ['with another body it is refused', { ...good(), body: '{"query":"{ other: __typename }"}' }],
    ['with another caller it is refused', withHeader(good(), HEADERS.caller, other.headers[HEADERS.caller])],
    ['without a caller it is refused', withHeader(good(), HEADERS.caller, undefined)],
    ['of an unknown contract version it is refused', retagged(good(), callTag(0))],
  ];
}

function refused(what: string, reply: Reply): RuleResult {
  return verdict('calls', what, reply.status === 401, {
    why: `HTTP ${String(reply.status)}${reply.status === 200 ? ', it was answered' : ''}`,
    remedy: REMEDY,
  });
}

function withHeader({ body, headers }: Outgoing, name: string, value: string | undefined): Outgoing {
  const rest = Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
  return { body, headers: value === undefined ? rest : { ...rest, [name]: value } };
}

function retagged({ body, headers }: Outgoing, tag: string): Outgoing {
  const input = (headers[HEADERS.signatureInput] ?? '').replace(/(?<=;tag=")[^"]*/, tag);
  return { body, headers: { ...headers, [HEADERS.signatureInput]: input } };
}
