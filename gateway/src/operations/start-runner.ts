import { createStockGateway } from '../apollo/stock-gateway.js';
import { startApolloServer } from '../apollo/apollo-server.js';
import { createTellUsage } from '../apollo/stock-usage.js';
import type { GatewayConfig } from '../config.js';
import type { GraphqlRunner } from '../request.js';
import { ThreadPool } from '../plan/thread-pool.js';
import { takeSnapshot, type Snapshot } from '../supergraph/snapshot.js';
import type { SupergraphSource } from '../supergraph/supergraph-source.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { ConnectedSubgraph } from '../upstream/connections.js';
import { startSnapshotRunner } from './graphql-runner.js';
import { tellsUsage } from '../release/release-config.js';
import { MAX_TOKENS } from './limits.js';
import { warm } from './warm.js';

/** What executes operations. */
export interface Executor {
  readonly runner: GraphqlRunner;
  /** Null: it keeps the supergraph that it began with. */
  readonly stage: Stage | null;
}

/**
 * Makes everything ready for another supergraph while the one in use serves.
 *
 * @param signal gives it up
 * @throws SupergraphError if it cannot be loaded; nothing is left of it then
 */
export type Stage = (
  source: SupergraphSource,
  subgraphs: readonly ConnectedSubgraph[],
  signal: AbortSignal,
) => Promise<Staged>;

/** A supergraph that could take over at once. */
export interface Staged {
  /** Operations that were planned beforehand. */
  readonly warmed: number;
  /**
   * Requests that begin from now on use it.
   *
   * @returns once the last request has ended that began with the one before, and its planning threads with it
   */
  readonly use: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

/**
 * Starts the executor that the operator chose.
 *
 * @throws SupergraphError if the supergraph cannot be loaded
 */
export async function startRunner(
  source: SupergraphSource,
  subgraphs: readonly ConnectedSubgraph[],
  config: Pick<GatewayConfig, 'executor' | 'profile' | 'planning' | 'release'>,
  log: Logger,
  metrics: Metrics,
): Promise<Executor> {
  const schemaVisible = config.profile !== 'production';
  if (config.executor === 'modellregion') {
    return startOwn(source, subgraphs, {
      schemaVisible,
      explainsToAll: config.profile === 'developer',
      planning: config.planning,
      tellsUsage: tellsUsage(config),
      log,
      metrics,
    });
  }
  const stock = await startApolloServer(createStockGateway(source, subgraphs), {
    schemaVisible,
    log,
    documents: null,
    tellUsage: tellsUsage(config) ? createTellUsage() : null,
  });
  return {
    runner: {
      ...stock,
      run: (request, scope) => stock.run(request, { scope, snapshot: null, explain: null }),
    },
    stage: null,
  };
}

/** The second planning thread loads when the work of beginning is done, and not for a supergraph of a moment. */
const STAND_BY_AFTER_MS = 3_000;

interface Options {
  readonly schemaVisible: boolean;
  /** Whether anybody may ask how an answer came about. */
  readonly explainsToAll: boolean;
  readonly planning: GatewayConfig['planning'];
  readonly tellsUsage: boolean;
  readonly log: Logger;
  readonly metrics: Metrics;
}

async function startOwn(
  source: SupergraphSource,
  subgraphs: readonly ConnectedSubgraph[],
  { schemaVisible, explainsToAll, planning, tellsUsage: tells, log, metrics }: Options,
): Promise<Executor> {
  const threads = new ThreadPool(planning.heapMb);
  const options = {
    introspection: schemaVisible,
    maxTokens: MAX_TOKENS,
    tellsUsage: tells,
    threads,
    budgetMs: planning.budgetMs,
    cacheBytes: planning.cacheBytes,
    labelShares: planning.labelShares,
    metrics,
  };
  let current = await takeSnapshot(source, subgraphs, options).catch(async (fault: unknown) => {
    await threads.close();
    throw fault;
  });
  /** Those that requests still use, the one in use among them. */
  const live = new Set<Snapshot>([current]);
  const end = async (snapshot: Snapshot): Promise<void> => {
    live.delete(snapshot);
    await snapshot.planning.stop();
  };
  /** Also after something was staged: that has taken the thread that stood by. */
  const standBy = (): void => {
    current.planning.standBy(STAND_BY_AFTER_MS);
  };
  standBy();
  metrics.planCacheSize(() => current.operations.size());
  const runner = await startSnapshotRunner(current, { schemaVisible, explainsToAll, log });
  return {
    runner: {
      run: (request, scope) => runner.run(request, scope),
      apiSdl: () => runner.apiSdl(),
      stop: async () => {
        await runner.stop();
        await Promise.all([threads.close(), ...[...live].map(end)]);
      },
    },
    stage: async (nextSource, nextSubgraphs, signal) => {
      const next = await takeSnapshot(nextSource, nextSubgraphs, { ...options, signal }).catch(
        (fault: unknown) => {
          standBy();
          throw fault;
        },
      );
      live.add(next);
      const drop = async (): Promise<void> => {
        await end(next);
        standBy();
      };
      const warmed = await warm(next.operations, current.operations, signal).catch(async (fault: unknown) => {
        await drop();
        throw fault;
      });
      return {
        warmed,
        use: async () => {
          const before = current;
          current = next;
          const unused = runner.swap(next);
          standBy();
          await unused;
          await end(before);
        },
        drop,
      };
    },
  };
}
