import { createCosting, type PlanCost } from '../plan-cost.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationRule } from '../publication-rule.js';

/** So many of the most frequent operations are planned beside the portal queries. */
const MOST_FREQUENT = 25;

/** What portals ask takes no more requests, and no more rounds of them, than before. */
export const planCost: PublicationRule = {
  name: 'plan-cost',
  code: 'PLAN_COST',
  why: 'One more round is one more time that every user of a portal waits for a municipality.',
  needs: 'supergraph',
  check: (context) => {
    const before = context.composedBefore();
    const operations = operationsOf(context);
    if (before === null) return { skipped: 'The region has no supergraph yet.' };
    if (operations.length === 0) return { skipped: 'No operation is known.' };
    const now = createCosting(before.supergraphSdl);
    const then = createCosting(context.composed().supergraphSdl);
    const costs = operations.map(({ name, text }) => ({ name, now: now(text), then: then(text) }));
    return {
      problems: costs.flatMap(({ name, now: old, then: cost }) =>
        old === undefined || cost === undefined || !isMore(cost, old)
          ? []
          : [
              {
                code: 'PLAN_GREW',
                problem: `${name} would take ${describe(cost)} instead of ${describe(old)}.`,
                fix: 'Let the subgraph that is asked first answer the field, or let the next one find it by a key that is there.',
              },
            ],
      ),
      notes: costs.flatMap(({ name, now: old, then: cost }) =>
        old !== undefined && cost !== undefined && isMore(old, cost) && !isMore(cost, old)
          ? [`${name} would take ${describe(cost)} instead of ${describe(old)}.`]
          : [],
      ),
    };
  },
};

function operationsOf({
  input,
}: PublicationContext): readonly { readonly name: string; readonly text: string }[] {
  const used = [...(input.usage?.operations ?? [])]
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_FREQUENT)
    .map(({ client, document, hash, name }) => ({
      name: `${name ?? hash.slice(0, 12)} of ${client.name}`,
      text: document,
    }));
  return [...input.portalQueries, ...used];
}

function isMore(cost: PlanCost, than: PlanCost): boolean {
  return cost.fetches > than.fetches || cost.stages > than.stages;
}

function describe({ fetches, stages }: PlanCost): string {
  return `${counted(fetches, 'request')} in ${counted(stages, 'round')}`;
}

function counted(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}
