import type { RuleResult } from '../publication.js';

/**
 * What the registry cannot ask a running subgraph: its call key opens the question for the SDL and nothing else, so that
 * whoever steals it reads nobody's data. The conformance suite asks it, with a gateway's key.
 *
 * @param asked what became of the question for its SDL
 * @returns nothing where the subgraph is not asked at all, which is told already
 */
export function runningEntities(asked: RuleResult): readonly RuleResult[] {
  if (asked.status !== 'completed') return [];
  return [
    {
      rule: 'running-entities',
      code: 'RUNNING_ENTITIES',
      why: 'Entities out of order give one citizen the data of another.',
      status: 'skipped',
      skippedBecause:
        'The key of the registry opens the question for the SDL alone; "modellregion conformance" asks for entities.',
      findings: [],
      notes: [],
    },
  ];
}
