import { RULES } from '../../rules.js';
import type { Rule } from '../../rule.js';
import type { PublicationRule } from '../publication-rule.js';

/** The rules that `modellregion check` holds every contract against, each as a rule for publications. */
export const contractRules: readonly PublicationRule[] = RULES.map((rule) => ({
  name: rule.name,
  code: codeOf(rule),
  why: rule.why,
  check: ({ after, candidate }) => ({
    problems: rule
      .find(after)
      // What others do wrong is not the candidate's to mend. It stands last, so a clash of two is found at it.
      .filter(({ contract }) => contract === candidate)
      .map(({ node, problem, fix }) => ({ code: codeOf(rule), node, problem, fix })),
  }),
}));

function codeOf(rule: Rule): string {
  return rule.name.toUpperCase().replaceAll('-', '_');
}
