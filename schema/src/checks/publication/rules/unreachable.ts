import type { Usage } from '../publication.js';
import type { PublicationRule } from '../publication-rule.js';
import { reachOf } from '../reachable-types.js';
import { describeUse, users } from '../users.js';

/**
 * What stays in the interface when a subgraph goes, but to which no query leads any more. It breaks nobody by itself:
 * whoever used it used a field that led there, which breaking-changes names. Variants hide it.
 */
export const unreachable: PublicationRule = {
  name: 'unreachable',
  code: 'UNREACHABLE',
  why: 'What nobody can ask for any more looks like an offer, and its owner goes on looking after it.',
  needs: 'supergraph',
  check: (context) => {
    const before = context.composedBefore();
    if (before === null) return { skipped: 'The region has no supergraph yet.' };
    const { usage } = context.input;
    const notes = lost(before.apiSdl, context.composed().apiSdl).map(({ type, text }) =>
      usage === null ? text : `${text} ${usedBy(usage, before.apiSdl, type)}`,
    );
    return { notes };
  },
};

function lost(
  beforeSdl: string,
  afterSdl: string,
): readonly { readonly type: string; readonly text: string }[] {
  const { reached } = reachOf(beforeSdl);
  return [...reachOf(afterSdl).unreached]
    .filter(([type]) => reached.has(type))
    .map(([type, fields]) => {
      const what = fields.length === 0 ? type : `${type} (${fields.join(', ')})`;
      return { type, text: `${what} stays, but no query leads there any more.` };
    });
}

function usedBy({ days, operations }: Usage, apiSdl: string, type: string): string {
  return describeUse(
    users(operations, apiSdl).filter(({ uses }) => uses.has(type)),
    days,
  );
}
