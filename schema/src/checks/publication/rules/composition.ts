import type { PublicationRule } from '../publication-rule.js';

/** The SDL parses, and the region composes with it. */
export const composition: PublicationRule = {
  name: 'composition',
  code: 'COMPOSITION',
  why: 'Subgraphs that do not compose have no supergraph, so no update of anybody could be released.',
  needs: 'text',
  check: (context) => {
    const outcome = context.composition();
    if (outcome.ok) return {};
    return {
      problems: outcome.problems.map(({ advice, code, message, place, subgraph }) => ({
        code,
        // Composition names a place in each contract that takes part; the first is as good as another.
        place,
        subgraph: subgraph ?? context.input.candidate.entry.name,
        problem: message,
        fix: advice,
      })),
    };
  },
};
