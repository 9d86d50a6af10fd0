import { buildSchema, type GraphQLSchema } from 'graphql';
import { grantedMoves } from '../granted-moves.js';
import { createCosting, type PlanCost } from '../plan-cost.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';
import { withoutFields } from '../without-fields.js';

/** So many of the most frequent operations are planned beside the portal queries. */
const MOST_FREQUENT = 25;

/**
 * What portals ask takes no more requests, and no more rounds of them, than before.
 *
 * A field that moves by its owner's leave (`@override`, OVERRIDE) has to be fetched elsewhere, so that much is told and
 * refuses nothing: one request for each place where the operation asks for it, in one round more; two of each where the
 * field leads on, there and back. All of that holds once, with the publication that moves the field, and only where the
 * operation without these fields costs what it did. So no partner can make what portals ask dearer than what the owner
 * could see when it gave its leave: not by more rounds behind the field, not step by step, and not elsewhere.
 */
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
    if (before.supergraphSdl === context.composed().supergraphSdl) return {};
    const costing = {
      now: createCosting(before.supergraphSdl),
      then: createCosting(context.composed().supergraphSdl),
    };
    const moves = grantedMoves(context);
    const schema = buildSchema(before.apiSdl);
    const verdicts = operations.map((operation) => judge(operation, costing, moves, schema));
    return {
      problems: verdicts.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
      notes: verdicts.flatMap(({ note }) => (note === undefined ? [] : [note])),
    };
  },
};

interface Operation {
  readonly name: string;
  readonly text: string;
}

interface Costing {
  readonly now: (operation: string) => PlanCost | undefined;
  readonly then: (operation: string) => PlanCost | undefined;
}

/** What there is to say of an operation: at most one of the two. */
interface Judgement {
  readonly problem?: PublicationProblem;
  readonly note?: string;
}

function judge(
  { name, text }: Operation,
  { now, then }: Costing,
  moves: ReadonlyMap<string, string>,
  schema: GraphQLSchema,
): Judgement {
  const [old, cost] = [now(text), then(text)];
  if (old === undefined || cost === undefined) return {};
  const sentence = `${name} would take ${describe(cost)} instead of ${describe(old)}`;
  if (!isMore(cost, old)) return isMore(old, cost) ? { note: `${sentence}.` } : {};
  const problem = (problem: string) => ({
    problem: {
      code: 'PLAN_GREW',
      problem,
      fix: 'Let the subgraph that is asked first answer the field, or let the next one find it by a key that is there.',
    },
  });
  const moved = [...moves].filter(([field]) => asks(text, schema, field));
  if (moved.length === 0) return problem(`${sentence}.`);
  const { places, rest } = withoutFields(text, schema, new Set(moves.keys()));
  const [oldRest, newRest] = [now(rest), then(rest)];
  const granted = moved.map(([field, owner]) => `${field} of ${owner}`).join(', ');
  if (oldRest === undefined || newRest === undefined || isMore(newRest, oldRest))
    return problem(`${sentence}, and not only for what was granted (${granted}).`);
  const allowed = {
    fetches: old.fetches + places.values + 2 * places.leading,
    stages: old.stages + (places.leading > 0 ? 2 : 1),
  };
  return isMore(cost, allowed)
    ? problem(`${sentence}; what was granted (${granted}) explains at most ${describe(allowed)}.`)
    : { note: `${sentence}, since a field moves here by its owner’s leave: ${granted}.` };
}

function asks(text: string, schema: GraphQLSchema, field: string): boolean {
  const { leading, values } = withoutFields(text, schema, new Set([field])).places;
  return leading + values > 0;
}

function operationsOf({ input }: PublicationContext): readonly Operation[] {
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
