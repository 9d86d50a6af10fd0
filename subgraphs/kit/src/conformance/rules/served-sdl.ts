import { contractDifferences } from '@modellregion/schema';
import { verdict, type Rule } from '../rule.js';

const SHOWN = 5;

/** The region composes what was published; a subgraph that serves another contract answers other questions. */
export const servedSdl: Rule = {
  name: 'contract',
  run: async ({ target, contract }) => {
    const { answer, status } = await target.ask({ query: '{ _service { sdl } }' });
    const service = answer.data?.['_service'] as { readonly sdl?: unknown } | null | undefined;
    const what = 'served SDL is the published one';
    if (typeof service?.sdl !== 'string') {
      return [
        verdict('contract', what, false, {
          why: `{ _service { sdl } } is not answered (HTTP ${String(status)})`,
          remedy: 'serve the SDL as Apollo Federation 2 asks, to signed calls without a signed-in person too',
        }),
      ];
    }
    const differences = differencesOf(contract.sdl, service.sdl);
    const more = differences.length > SHOWN ? `; and ${String(differences.length - SHOWN)} more` : '';
    return [
      verdict('contract', what, differences.length === 0, {
        why: differences.slice(0, SHOWN).join('; ') + more,
        remedy: 'publish what is served, or serve what was published',
      }),
    ];
  },
};

function differencesOf(published: string, served: string): readonly string[] {
  try {
    return contractDifferences(published, served);
  } catch (error) {
    return [`the served text is no GraphQL: ${error instanceof Error ? error.message : String(error)}`];
  }
}
