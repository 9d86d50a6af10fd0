import { apiChanges } from '../api-changes.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** Every variant of the supergraph is a whole of its own. */
export const variants: PublicationRule = {
  name: 'variants',
  code: 'VARIANTS',
  why: 'Variants are released together with the whole: one that cannot be made would hold all of them up.',
  needs: 'supergraph',
  check: async (context) => {
    const all = context.variants();
    if (all.length === 0) return { skipped: 'The region has no variants.' };
    const problems: PublicationProblem[] = [];
    const notes: string[] = [];
    for (const { after, before, name } of all) {
      if (!after.ok) {
        const fix = `Leave something in it, or ask the steward to change what ${name} is cut by.`;
        const problem = `Variant ${name} cannot be made: ${after.message.replace(/\.$/, '')}.`;
        problems.push({ code: 'VARIANT_BROKEN', problem, fix });
      } else if (before?.ok === true) {
        const changes = await apiChanges(before.apiSdl, after.apiSdl);
        const lost = changes.filter(({ severity }) => severity === 'breaking');
        notes.push(...lost.map(({ text }) => `Variant ${name}: ${text.replace(/\.$/, '')}.`));
      }
    }
    return { problems, notes };
  },
};
