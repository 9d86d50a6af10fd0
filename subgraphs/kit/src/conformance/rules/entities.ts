import { parse, Kind, type SelectionSetNode } from 'graphql';
import { municipalities } from '../../synthetic/index.js';
import type { PublishedType } from '../published-contract.js';
import { verdict, type Rule, type RuleResult, type Subject } from '../rule.js';
import { findKeys, type Key } from '../sample-keys.js';
import type { Answer } from '../target.js';

/** As many keys as the gateway sends in one call of the longest lists. */
const KEYS = 100;
const KNOWN = 20;
/** A municipality that every subgraph of Ostwestfalen-Lippe knows: Paderborn. */
const TOWN = '05774032';
const REFUSALS = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TRUST_TOO_LOW',
  'PURPOSE_REQUIRED',
  'CASE_REFERENCE_REQUIRED',
];

/** What is asked for where samples name no municipality: in another region its first one. */
function townOfTheRegion(): string {
  const keys = municipalities().map(({ ags }) => ags);
  return keys.includes(TOWN) ? TOWN : (keys[0] ?? TOWN);
}

/** Every key of every entity: in order, 100 at once, with unknown and odd ones among them. */
export const entities: Rule = {
  name: 'entities',
  run: async (subject) => {
    const { target, contract, samples } = subject;
    const town = samples['Municipality']?.[0]?.['ags'];
    const found = await findKeys(target, contract, typeof town === 'string' ? town : townOfTheRegion());
    const results: RuleResult[] = [];
    for (const type of contract.types.values()) {
      for (const fields of type.keys) {
        const names = fieldNames(fields);
        const known = [...(samples[type.name] ?? []), ...(found.get(type.name) ?? [])].filter((key) =>
          names.every((name) => Object.hasOwn(key, name)),
        );
        results.push(...(await lookUp(subject, { type, fields, known: known.slice(0, KNOWN) })));
      }
    }
    const none = {
      rule: 'entities',
      what: 'keys',
      status: 'skipped',
      why: 'the contract has no entity',
    } as const;
    return results.length === 0 ? [none] : results;
  },
};

interface KeyUnderTest {
  readonly type: PublishedType;
  /** The field set of the key. */
  readonly fields: string;
  readonly known: readonly Key[];
}

async function lookUp(subject: Subject, key: KeyUnderTest): Promise<readonly RuleResult[]> {
  const name = `${key.type.name}(${key.fields})`;
  const hundred = await inOrder(subject, key, name);
  return hundred.status === 'passed' ? [hundred, await withOddOnes(subject, key, name)] : [hundred];
}

/** Known and unknown keys in turn: each answer stands at its key's place and is of that key. */
async function inOrder(subject: Subject, key: KeyUnderTest, name: string): Promise<RuleResult> {
  const { contract } = subject;
  const asked = Array.from({ length: KEYS }, (_, n) => {
    const known = key.known.length === 0 ? undefined : key.known[Math.floor(n / 2) % key.known.length];
    return n % 2 === 0 && known !== undefined
      ? { key: known, known: true }
      : { key: unknownKey(key.fields, n), known: false };
  });
  const what = `${name}: ${String(KEYS)} keys in order`;
  const remark =
    key.known.length === 0
      ? 'with unknown keys alone: none that exists was found, --samples names some'
      : `${String(Math.min(key.known.length, KEYS / 2))} that exist among unknown ones`;
  const { answered, answer, ms } = await ask(
    subject,
    key,
    asked.map((it) => it.key),
  );
  const fault =
    refusalOf(answer) !== undefined
      ? undefined
      : (shapeFault(answered, answer) ??
        asked.flatMap((it, n) =>
          placeFault(it, answered?.[n], { n, owned: contract.owns?.includes(key.type.name) === true }),
        )[0] ??
        (ms > contract.deadlineMs
          ? `it took ${String(Math.round(ms))} ms, and the gateway waits ${String(contract.deadlineMs)}`
          : undefined));
  if (refusalOf(answer) !== undefined) {
    const why = `an official with every scope, trust HIGH and a purpose may not read it: ${refusalOf(answer) ?? ''}`;
    return { rule: 'entities', what, status: 'skipped', why };
  }
  return verdict(
    'entities',
    what,
    fault === undefined,
    {
      why: fault ?? '',
      remedy:
        'answer _entities with one item for each representation, in their order; null for a key that nobody has',
    },
    remark,
  );
}

/** Keys that cannot be any: null at their place, or an error at it, and no other place suffers. */
async function withOddOnes(subject: Subject, key: KeyUnderTest, name: string): Promise<RuleResult> {
  const good = key.known[0] ?? unknownKey(key.fields, 0);
  const odd = [null, '', 'x'.repeat(1000), "' OR 1=1 --", 'null\u0000byte', 17].map((value) =>
    withValue(key.fields, value),
  );
  const asked = odd.flatMap((it) => [good, it]);
  const alone = await ask(subject, key, [good]);
  const { answered, answer } = await ask(subject, key, asked);
  const expected = JSON.stringify(alone.answered?.[0]);
  const fault =
    answered?.length !== asked.length
      ? (shapeFault(answered, { ...answer, errors: [] }) ?? 'the list has another length')
      : odd.flatMap((_, n) =>
          JSON.stringify(answered[2 * n]) === expected
            ? []
            : [`place ${String(2 * n)} suffers from an odd key beside it`],
        )[0];
  return verdict('entities', `${name}: null and odd keys disturb no other`, fault === undefined, {
    why: fault ?? '',
    remedy:
      'look at the form of a key before the database does; what cannot be a key is null at its own place',
  });
}

async function ask(subject: Subject, { type, fields }: KeyUnderTest, keys: readonly Key[]) {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on ${type.name} { ${fields} } } }`;
  const of = keys.map((key) => ({ __typename: type.name, ...key }));
  const reply = await subject.target.ask({
    query,
    variables: { of },
    caller: subject.contract.insider(type),
  });
  const list = reply.answer.data?.['_entities'];
  return {
    answered: Array.isArray(list) ? (list as readonly unknown[]) : undefined,
    answer: reply.answer,
    ms: reply.ms,
  };
}

function refusalOf(answer: Answer): string | undefined {
  const codes = (answer.errors ?? []).map((it) => String(it.extensions?.['code']));
  return codes.find((code) => REFUSALS.includes(code));
}

function shapeFault(answered: readonly unknown[] | undefined, answer: Answer): string | undefined {
  const [error] = answer.errors ?? [];
  if (error !== undefined) return `it answers with an error: ${String(error.message)}`;
  if (answered === undefined) return 'there is no list of entities in the answer';
  return undefined;
}

function placeFault(
  { key, known }: { readonly key: Key; readonly known: boolean },
  value: unknown,
  { n, owned }: { readonly n: number; readonly owned: boolean },
): readonly string[] {
  const place = `place ${String(n)} (${JSON.stringify(key)})`;
  if (value === undefined) return [`${place} is missing`];
  if (value === null) return known ? [`${place} is null although the subgraph itself showed that key`] : [];
  const row = value as Key;
  const same = Object.entries(key).every(
    ([name, part]) => JSON.stringify(row[name]) === JSON.stringify(part),
  );
  if (!same) return [`${place} has the answer of another key: ${JSON.stringify(row)}`];
  return known || !owned ? [] : [`${place} is answered although nobody has that key`];
}

function fieldNames(fields: string): readonly string[] {
  return selectionsOf(fields).selections.flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : []));
}

function unknownKey(fields: string, n: number): Key {
  return withValue(fields, `conformance-unknown-${String(n)}`);
}

function withValue(fields: string, value: unknown): Key {
  const of = ({ selections }: SelectionSetNode): Key =>
    Object.fromEntries(
      selections.flatMap((it) =>
        it.kind === Kind.FIELD
          ? [[it.name.value, it.selectionSet === undefined ? value : of(it.selectionSet)]]
          : [],
      ),
    );
  return of(selectionsOf(fields));
}

function selectionsOf(fields: string): SelectionSetNode {
  const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION
    ? definition.selectionSet
    : { kind: Kind.SELECTION_SET, selections: [] };
}
