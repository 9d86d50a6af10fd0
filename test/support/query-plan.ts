import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type PlanNode, type QueryPlan, type SubscriptionNode } from '@apollo/query-planner';
import { parse } from 'graphql';

/** How much work an operation is for the gateway: the regression budget of the portal queries. */
export interface PlanSize {
  /** Subgraphs asked, in order of the alphabet. */
  readonly subgraphs: string;
  /** Requests to subgraphs. */
  readonly fetches: number;
  /** Requests that must wait for one another. */
  readonly stages: number;
}

/** Plans operations of a document against a supergraph. */
export function planner(supergraphSdl: string): (document: string, operationName: string) => PlanSize {
  const supergraph = Supergraph.build(supergraphSdl);
  const queryPlanner = new QueryPlanner(supergraph);
  const schema = supergraph.apiSchema();
  return (document, operationName) => {
    const operation = operationFromDocument(schema, parse(document), { operationName });
    return sizeOf(queryPlanner.buildQueryPlan(operation));
  };
}

function sizeOf(plan: QueryPlan): PlanSize {
  const names = new Set<string>();
  let fetches = 0;
  const stagesOf = (node: PlanNode | SubscriptionNode | undefined): number => {
    if (node === undefined) return 0;
    if (node.kind === 'Fetch') {
      fetches += 1;
      names.add(node.serviceName);
      return 1;
    }
    if (node.kind === 'Sequence') return node.nodes.reduce((sum, it) => sum + stagesOf(it), 0);
    if (node.kind === 'Parallel') return Math.max(...node.nodes.map(stagesOf));
    if (node.kind === 'Flatten') return stagesOf(node.node);
    throw new Error(`no portal query plans as ${node.kind}`);
  };
  const stages = stagesOf(plan.node);
  return { subgraphs: [...names].sort().join(' + '), fetches, stages };
}
