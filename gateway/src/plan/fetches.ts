import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';

/** One fetch of a plan, with where it belongs and what it waits for. */
export interface PlannedFetch {
  readonly node: FetchNode;
  /** Where its data belongs: internal names, and `@` for "each of the list". */
  readonly path: readonly string[];
  /** Indexes of the fetches that must have ended. */
  readonly after: readonly number[];
}

/** Unrolls the tree of a plan into its fetches; each stands after those it waits for. */
export function listFetches(plan: QueryPlan): readonly PlannedFetch[] {
  const fetches: PlannedFetch[] = [];
  if (plan.node === undefined) return fetches;
  if (plan.node.kind === 'Subscription') throw new TypeError('subscriptions are not executed');
  visit(plan.node, [], [], fetches);
  return fetches;
}

/** @returns the fetches that whoever comes next has to wait for */
function visit(
  node: PlanNode,
  path: readonly string[],
  after: readonly number[],
  into: PlannedFetch[],
): readonly number[] {
  switch (node.kind) {
    case 'Fetch':
      into.push({ node, path, after });
      return [into.length - 1];
    case 'Flatten':
      return visit(node.node, [...path, ...node.path.map(String)], after, into);
    case 'Sequence': {
      let ended = after;
      for (const next of node.nodes) ended = visit(next, path, ended, into);
      return ended;
    }
    case 'Parallel': {
      const ends = node.nodes.flatMap((next) => visit(next, path, after, into));
      return [...new Set(ends)];
    }
    case 'Condition':
    case 'Defer':
      // Conditions are settled before planning and incremental delivery is not enabled.
      throw new TypeError(`a plan with ${node.kind} nodes is not executed`);
  }
}
