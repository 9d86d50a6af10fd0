import { internalsIn, MALFORMED_BODIES } from '@modellregion/schema/conformance';
import { verdict, type Rule, type RuleResult, type Subject } from '../rule.js';
import type { Reply } from '../target.js';

/** A fault tells a caller nothing of the house behind it. */
export const errors: Rule = {
  name: 'errors',
  run: async (subject) => {
    const results: RuleResult[] = [];
    for (const [what, ask] of provocations(subject)) results.push(clean(what, await ask()));
    return results;
  },
};

type Provocation = readonly [string, () => Promise<Reply>];

function provocations({ target, contract }: Subject): readonly Provocation[] {
  const caller = contract.insider(undefined);
  const odd = "'; DROP TABLE x; -- \\u0000 ../../etc/passwd";
  const lookups = [...(contract.types.get('Query')?.fields.values() ?? [])].filter(
    (field) =>
      field.arguments.some((it) => it.type === 'ID') &&
      field.arguments.every((it) => !it.required || it.type === 'ID'),
  );
  return [
    ['of a syntax error', () => target.ask({ query: '{ __typename' })],
    ['of an unknown field', () => target.ask({ query: '{ thisFieldIsNowhere }' })],
    ...MALFORMED_BODIES.map(([what, body]): Provocation => [
      `of ${what}`,
      () => target.send(target.sign(body)),
    ]),
    ['of an unknown entity type', () => entities(target, [{ __typename: 'NoSuchType', id: '1' }])],
    ['of representations that are none', () => entities(target, [null, 1, 'x', {}])],
    [
      'of an unsigned call',
      () => target.send({ body: '{}', headers: { 'content-type': 'application/json' } }),
    ],
    ['of another media type', () => target.send({ body: 'x', headers: { 'content-type': 'text/plain' } })],
    ...lookups.map(({ name, arguments: args }): Provocation => {
      const given = args.filter((it) => it.required).map((it) => `${it.name}: ${JSON.stringify(odd)}`);
      const field = contract.types.get('Query')?.fields.get(name);
      const below = contract.types.has(field?.type ?? '') ? '{ __typename }' : '';
      const list = given.length === 0 ? '' : `(${given.join(', ')})`;
      return [
        `of ${name} with an odd id`,
        () => target.ask({ query: `{ ${name}${list} ${below} }`, caller }),
      ];
    }),
  ];
}

function entities(target: Subject['target'], representations: readonly unknown[]): Promise<Reply> {
  const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }';
  return target.ask({ query, variables: { of: representations } });
}

function clean(what: string, reply: Reply): RuleResult {
  const { headers, status, text } = reply;
  const found = internalsIn({ status, text, poweredBy: headers.get('x-powered-by') });
  return verdict('errors', `${what} carries no internals`, found.length === 0, {
    why: `it has ${found.join(', ')}`,
    remedy: 'answer faults with a code and a sentence of the catalogue, and keep what happened for the log',
  });
}
