import { buildSchema } from 'graphql';
import type { ApiChange } from '../api-changes.js';
import type { UsedOperation } from '../publication.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule, Verdict } from '../publication-rule.js';
import { usedCoordinates } from '../used-coordinates.js';

/** What clients used in the last days goes on working. */
export const breakingChanges: PublicationRule = {
  name: 'breaking-changes',
  code: 'BREAKING_CHANGES',
  why: 'A portal that worked yesterday works tomorrow; who takes something away first sees that nobody needs it.',
  needs: 'supergraph',
  check: async (context) => {
    const before = context.composedBefore();
    if (before === null) return { skipped: 'The region has no supergraph yet.' };
    const changes = await context.changes();
    const { usage } = context.input;
    return usage === null
      ? withoutUsage(context, changes)
      : withUsage(context, changes, usage, users(usage.operations, before.apiSdl));
  },
};

/** An operation with what it uses. */
interface User {
  readonly operation: UsedOperation;
  readonly uses: ReadonlySet<string>;
}

function users(operations: readonly UsedOperation[], apiSdl: string): readonly User[] {
  const schema = buildSchema(apiSdl);
  return operations.map((operation) => ({ operation, uses: usedCoordinates(operation.document, schema) }));
}

function withUsage(
  context: PublicationContext,
  changes: readonly ApiChange[],
  { days }: { readonly days: number },
  all: readonly User[],
): Verdict {
  const period = `in the last ${String(days)} days`;
  const found = changes
    .filter(({ severity }) => severity !== 'harmless')
    .map((change) => ({ change, by: all.filter(({ uses }) => touches(uses, change)) }));
  const used = found.filter(({ by }) => by.length > 0);
  return {
    problems: used
      .filter(({ change }) => change.severity === 'breaking')
      .map(({ by, change }) => ({
        ...problemAt(context, change),
        code: `${change.kind}_IN_USE`,
        problem: `${sentence(change)} ${describeUse(by, period)}`,
        fix: 'Keep it and mark it @deprecated(reason: "…"); take it away when these clients no longer ask for it.',
      })),
    notes: [
      ...used
        .filter(({ change }) => change.severity === 'dangerous')
        .map(({ by, change }) => `${sentence(change)} ${describeUse(by, period)}`),
      ...found
        .filter(({ by, change }) => by.length === 0 && change.severity === 'breaking')
        .map(({ change }) => `${sentence(change)} Nobody asked for it ${period}.`),
    ],
  };
}

/** Before a publication nobody may know who uses what; whoever decides on it must. */
function withoutUsage(context: PublicationContext, changes: readonly ApiChange[]): Verdict {
  const breaking = changes.filter(({ severity }) => severity === 'breaking');
  if (context.input.profile === 'developer') {
    return {
      notes: breaking.map((change) => `${sentence(change)} The registry knows whether anybody uses it.`),
    };
  }
  return {
    problems: breaking.map((change) => ({
      ...problemAt(context, change),
      code: `${change.kind}_UNKNOWN_USE`,
      problem: `${sentence(change)} Nobody knows whether it is used.`,
      fix: 'Keep it and mark it @deprecated(reason: "…") until gateways have reported what is used.',
    })),
  };
}

/** Whether an operation can notice a change. */
function touches(uses: ReadonlySet<string>, { kind, path }: ApiChange): boolean {
  const clean = path.replace(/\.?@.*$/, '');
  if (uses.has(clean)) return true;
  const [type = '', field = ''] = clean.split('.');
  // A new argument that must be given is missing wherever the field is asked for; a new value can come wherever the
  // enum is.
  if (kind === 'FIELD_ARGUMENT_ADDED') return uses.has(`${type}.${field}`);
  return kind === 'ENUM_VALUE_ADDED' && uses.has(type);
}

function sentence({ text }: ApiChange): string {
  return `${text.replace(/\.$/, '')}.`;
}

/** `Used 1,234 times in the last 30 days: by portal-paderborn 2.1 (1,200 times, StopBoard) and …` */
function describeUse(by: readonly User[], period: string): string {
  const clients = new Map<string, { count: number; names: Set<string> }>();
  for (const { operation } of by) {
    const { client, count, hash, name } = operation;
    const key = client.version === null ? client.name : `${client.name} ${client.version}`;
    const entry = clients.get(key) ?? { count: 0, names: new Set<string>() };
    entry.count += count;
    entry.names.add(name ?? hash.slice(0, 12));
    clients.set(key, entry);
  }
  const sorted = [...clients].sort(([, a], [, b]) => b.count - a.count);
  const total = sorted.reduce((sum, [, { count }]) => sum + count, 0);
  const shown = sorted
    .slice(0, 5)
    .map(([name, { count, names }]) => `${name} (${times(count)}: ${some([...names].sort())})`);
  const more = sorted.length > 5 ? [`${String(sorted.length - 5)} more clients`] : [];
  return `Asked for ${times(total)} ${period}: ${[...shown, ...more].join(', ')}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en-GB')} times`;
}

function some(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 4).join(', ')} and ${String(names.length - 4)} more`;
}

/** The place of a change, as far as it still stands in the candidate's SDL. */
function problemAt({ candidate }: PublicationContext, { path }: ApiChange): Pick<PublicationProblem, 'node'> {
  const [typeName = '', part] = path.split('.');
  const type = candidate.types.get(typeName);
  const parts = type === undefined ? [] : [...type.fields, ...type.inputFields, ...type.values];
  return { node: parts.find(({ name }) => name.value === part) ?? type?.nodes[0] };
}
