import { buildSchema, type GraphQLSchema } from 'graphql';
import { reasonOf } from '../errors/fault.js';
import { PlanningOperationCache, type PlanMetrics } from '../operations/operation-cache.js';
import type { LabelShares } from '../operations/override-labels.js';
import { createSharedReplies, type SharedReplies } from '../operations/share-replies.js';
import type { OperationSurroundings, SubgraphNames } from '../operations/run-operation.js';
import { startPlanning, type Planning } from '../plan/planning-threads.js';
import type { ThreadPool } from '../plan/thread-pool.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { CallSubgraph } from '../upstream/call-subgraph.js';
import { SupergraphError } from './supergraph-error.js';
import type { SupergraphSource } from './supergraph-source.js';

/** Everything that depends on one supergraph. It never changes; a new supergraph is a new snapshot. */
export interface Snapshot extends OperationSurroundings {
  readonly source: SupergraphSource;
  readonly schema: GraphQLSchema;
  /** SDL of the schema that clients see. */
  readonly apiSdl: string;
  readonly planning: Planning;
  readonly replies: SharedReplies;
}

/** One subgraph and the way to call it. */
export interface CallableSubgraph {
  readonly target: SubgraphNames & { readonly name: string };
  readonly call: CallSubgraph;
}

export interface SnapshotOptions {
  readonly introspection: boolean;
  readonly maxTokens: number;
  /** Whether it is told what operations are used. */
  readonly tellsUsage: boolean;
  readonly threads: ThreadPool;
  /** Longest work to plan one operation, in milliseconds of a processor. */
  readonly budgetMs: number;
  /** Room for documents and programs, in bytes. */
  readonly cacheBytes: number;
  readonly labelShares: LabelShares;
  readonly metrics: PlanMetrics & Pick<Metrics, 'unrequestedKeys' | 'rejected'>;
  /** Gives up what is not wanted any longer. */
  readonly signal?: AbortSignal;
}

/** @throws SupergraphError if the supergraph cannot be loaded, with the reason */
export async function takeSnapshot(
  source: SupergraphSource,
  subgraphs: readonly CallableSubgraph[],
  options: SnapshotOptions,
): Promise<Snapshot> {
  const { cacheBytes, labelShares, metrics } = options;
  const planning = await load(source, options);
  const schema = buildSchema(planning.apiSdl, { assumeValid: true });
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.target.name, subgraph]));
  return {
    source,
    schema,
    apiSdl: planning.apiSdl,
    planning,
    replies: createSharedReplies(),
    operations: new PlanningOperationCache({ planning, schema, maxBytes: cacheBytes, metrics }),
    call: (name) => byName.get(name)?.call,
    names: (name) => byName.get(name)?.target,
    labelShares,
    unrequested: metrics.unrequestedKeys,
    rejected: metrics.rejected,
  };
}

async function load(
  source: SupergraphSource,
  { introspection, maxTokens, tellsUsage, threads, budgetMs, signal }: SnapshotOptions,
): Promise<Planning> {
  const data = { supergraphSdl: source.sdl, introspection, maxTokens, tellsUsage };
  try {
    return await startPlanning(data, threads, budgetMs, signal);
  } catch (error) {
    const reason = reasonOf(error).split('\n')[0] ?? '';
    throw new SupergraphError(
      'NOT_LOADABLE',
      `The supergraph ${source.file} cannot be loaded (${reason}); compose it again.`,
    );
  }
}
