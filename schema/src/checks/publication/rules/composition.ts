import type { PublicationRule } from '../publication-rule.js';

/** One mistake often shows in many places; more than these help nobody. */
const SHOWN = 10;

/** The SDL parses, and the region composes with it. */
export const composition: PublicationRule = {
  name: 'composition',
  code: 'COMPOSITION',
  why: 'Subgraphs that do not compose have no supergraph, so no update of anybody could be released.',
  needs: 'text',
  check: (context) => {
    const outcome = context.composition();
    if (outcome.ok) return {};
    const more = outcome.problems.length - SHOWN;
    return {
      problems: outcome.problems.slice(0, SHOWN).map(({ advice, code, message, place, subgraph }) => ({
        code,
        place,
        subgraph: subgraph ?? context.input.candidate.entry.name,
        problem: shortened(message),
        fix: advice,
      })),
      notes: more > 0 ? [`Composition has ${String(more)} more to say.`] : [],
    };
  },
};

/** A path through the whole region, as composition shows what cannot be satisfied, is cut to its end. */
function shortened(message: string): string {
  const lines = message.split('\n');
  if (lines.length <= 20) return message;
  const end = lines.findIndex((line) => line.startsWith('cannot be satisfied'));
  return [lines[0], '  …', ...lines.slice(end === -1 ? -10 : end)].join('\n');
}
