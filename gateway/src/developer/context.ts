import type { PortalQuery, RegistryEntry } from '@modellregion/schema';
import type { FastifyRequest } from 'fastify';
import type { KnownDown, SubgraphSources } from '../open-data/index.js';
import type { SubgraphHealth } from '../upstream/health.js';

/** What the developer pages read. The functions are asked on every request, so answers may change. */
export interface DeveloperPagesContext {
  /** One entry per subgraph: what it is, who runs it, which data it holds. */
  readonly registry: () => readonly RegistryEntry[];
  /** What the gateway knows about each subgraph now; a subgraph that is missing here counts as unknown. */
  readonly health: () => readonly SubgraphHealth[];
  /** Version of the gateway package. */
  readonly version: string;
  /** Queries that portals of the region run; GraphiQL opens them as tabs. */
  readonly portalQueries: readonly PortalQuery[];
  /** SDL of the schema that clients see and of the supergraph, as they are in use now. */
  readonly sdl: () => { readonly api: string; readonly supergraph: string };
  /** The data sets of every subgraph, or why one cannot tell; takes a bounded time and never fails. */
  readonly dataSources: (request: FastifyRequest, down: KnownDown) => Promise<readonly SubgraphSources[]>;
}
