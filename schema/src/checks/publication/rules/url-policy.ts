import { addressProblem } from '../address-problem.js';
import type { PublicationRule } from '../publication-rule.js';

/** In production a subgraph answers over https at a name that the region allows. */
export const urlPolicy: PublicationRule = {
  name: 'url-policy',
  code: 'URL_POLICY',
  why: 'Gateways stand inside the region’s network and send signed calls with personal data to this address.',
  needs: 'text',
  check: ({ input }) => {
    const { candidate, profile } = input;
    const problem = addressProblem(candidate.entry.url, input);
    const notes =
      profile === 'production' && input.allowedHosts === undefined
        ? ['No list of allowed hosts is given, so any public one passes.']
        : [];
    return { problems: problem === undefined ? [] : [problem], notes };
  },
};
