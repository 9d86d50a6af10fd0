import { createStockGateway } from '../apollo/stock-gateway.js';
import { startApolloServer } from '../apollo/apollo-server.js';
import type { GatewayConfig } from '../config.js';
import type { GraphqlRunner } from '../request.js';
import type { SubgraphTarget } from '../supergraph/subgraph-directory.js';
import { takeSnapshot } from '../supergraph/snapshot.js';
import type { SupergraphSource } from '../supergraph/supergraph-source.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { CallSubgraph } from '../upstream/call-subgraph.js';
import { startSnapshotRunner } from './graphql-runner.js';
import { MAX_TOKENS } from './limits.js';

interface Subgraph {
  readonly target: SubgraphTarget;
  readonly call: CallSubgraph;
}

/**
 * Starts the executor that the operator chose.
 *
 * @throws StartupError if the supergraph cannot be loaded
 */
export async function startRunner(
  source: SupergraphSource,
  subgraphs: readonly Subgraph[],
  { executor, profile, planning }: Pick<GatewayConfig, 'executor' | 'profile' | 'planning'>,
  log: Logger,
  metrics: Metrics,
): Promise<GraphqlRunner> {
  const schemaVisible = profile !== 'production';
  if (executor === 'apollo') {
    const stock = await startApolloServer(createStockGateway(source, subgraphs), {
      schemaVisible,
      log,
      documents: null,
    });
    return {
      ...stock,
      run: (request, scope) => stock.run(request, { scope, snapshot: null, explain: null }),
    };
  }
  const snapshot = await takeSnapshot(source, subgraphs, {
    introspection: schemaVisible,
    maxTokens: MAX_TOKENS,
    limits: planning,
    cacheBytes: planning.cacheBytes,
    labelShares: planning.labelShares,
    metrics,
  });
  metrics.planCacheSize(() => snapshot.operations.size());
  const runner = await startSnapshotRunner(snapshot, {
    schemaVisible,
    explainsToAll: profile === 'developer',
    log,
  });
  return {
    run: (request, scope) => runner.run(request, scope),
    apiSdl: () => runner.apiSdl(),
    stop: async () => {
      await runner.stop();
      await snapshot.planning.stop();
    },
  };
}
