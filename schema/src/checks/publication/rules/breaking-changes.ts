import type { ApiChange } from '../api-changes.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule, Verdict } from '../publication-rule.js';
import { describeUse, users, type User } from '../users.js';

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

function withUsage(
  context: PublicationContext,
  changes: readonly ApiChange[],
  { days }: { readonly days: number },
  all: readonly User[],
): Verdict {
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
        problem: `${sentence(change)} ${describeUse(by, days)}`,
        fix: 'Keep it and mark it @deprecated(reason: "…"); take it away when these clients no longer ask for it.',
      })),
    notes: [
      ...used
        .filter(({ change }) => change.severity === 'dangerous')
        .map(({ by, change }) => `${sentence(change)} ${describeUse(by, days)}`),
      ...found
        .filter(({ by, change }) => by.length === 0 && change.severity === 'breaking')
        .map(({ change }) => `${sentence(change)} ${describeUse([], days)}`),
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

/** The place of a change, as far as it still stands in the candidate's SDL. */
function problemAt({ candidate }: PublicationContext, { path }: ApiChange): Pick<PublicationProblem, 'node'> {
  const [typeName = '', part] = path.split('.');
  const type = candidate.types.get(typeName);
  const parts = type === undefined ? [] : [...type.fields, ...type.inputFields, ...type.values];
  return { node: parts.find(({ name }) => name.value === part) ?? type?.nodes[0] };
}
