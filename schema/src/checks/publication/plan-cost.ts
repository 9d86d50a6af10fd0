import { operationFromDocument, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner, type PlanNode, type SubscriptionNode } from '@apollo/query-planner';
import { parse } from 'graphql';

/** What an operation costs the region: requests to subgraphs, and how many of them wait for one another. */
export interface PlanCost {
  readonly fetches: number;
  readonly stages: number;
}

/**
 * Plans operations as a gateway does once all that moves by a label has moved; undefined for one that the supergraph
 * cannot answer.
 */
export function createCosting(supergraphSdl: string): (operation: string) => PlanCost | undefined {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const planner = new QueryPlanner(supergraph);
  const schema = supergraph.apiSchema();
  const labels = [...supergraphSdl.matchAll(/\boverrideLabel: "([^"]+)"/g)].map(([, label = '']) => label);
  const overrideConditions = new Map(labels.map((label) => [label, true]));
  return (operation) => costOf(planner, schema, operation, overrideConditions);
}

function costOf(
  planner: QueryPlanner,
  schema: Schema,
  operation: string,
  overrideConditions: Map<string, boolean>,
): PlanCost | undefined {
  try {
    const parsed = operationFromDocument(schema, parse(operation));
    const { node } = planner.buildQueryPlan(parsed, { overrideConditions });
    return node === undefined ? { fetches: 0, stages: 0 } : costOfNode(node);
  } catch {
    return undefined;
  }
}

function costOfNode(node: PlanNode | SubscriptionNode): PlanCost {
  switch (node.kind) {
    case 'Fetch':
      return { fetches: 1, stages: 1 };
    case 'Flatten':
      return costOfNode(node.node);
    case 'Sequence':
      return total(node.nodes.map(costOfNode), (stages) => stages.reduce((sum, one) => sum + one, 0));
    case 'Parallel':
      return total(node.nodes.map(costOfNode), (stages) => Math.max(0, ...stages));
    case 'Condition': {
      const branches = [node.ifClause, node.elseClause].flatMap((one) =>
        one === undefined ? [] : [costOfNode(one)],
      );
      return total(branches, (stages) => Math.max(0, ...stages));
    }
    case 'Defer': {
      const parts = [node.primary.node, ...node.deferred.map((one) => one.node)];
      return total(
        parts.flatMap((one) => (one === undefined ? [] : [costOfNode(one)])),
        (stages) => Math.max(0, ...stages),
      );
    }
    case 'Subscription':
      return total(
        [costOfNode(node.primary), ...(node.rest === undefined ? [] : [costOfNode(node.rest)])],
        (stages) => stages.reduce((sum, one) => sum + one, 0),
      );
  }
}

function total(parts: readonly PlanCost[], stages: (stages: readonly number[]) => number): PlanCost {
  return {
    fetches: parts.reduce((sum, part) => sum + part.fetches, 0),
    stages: stages(parts.map((part) => part.stages)),
  };
}
