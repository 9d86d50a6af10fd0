import type { FastifyInstance } from 'fastify';
import type { SupergraphStatus } from '../supergraph/served-region.js';
import type { SubgraphHealth } from '../upstream/health.js';

interface Parts {
  readonly health: () => readonly SubgraphHealth[];
  readonly supergraph: () => SupergraphStatus;
  readonly isDraining: () => boolean;
  readonly version: string;
}

/**
 * `/livez`: the process answers. `/readyz`: it takes requests; the state of the subgraphs is told, and one
 * that is down does not make the gateway unready, because the rest of the region is still to be served; nor does a
 * new supergraph that was refused, because the one before is.
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  { health, supergraph, isDraining, version }: Parts,
): void {
  app.get('/livez', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));
  app.get('/readyz', (_request, reply) => {
    const draining = isDraining();
    const subgraphs = health().map(({ name, operator, state, since, lastErrorCode, breaker }) => ({
      name,
      operator,
      state,
      since,
      lastErrorCode,
      breaker,
    }));
    return reply
      .code(draining ? 503 : 200)
      .header('cache-control', 'no-store')
      .send({ status: draining ? 'draining' : 'ready', version, supergraph: supergraph(), subgraphs });
  });
}
