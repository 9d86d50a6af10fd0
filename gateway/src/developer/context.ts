import type { RegistryEntry } from '@modellregion/schema';
import type { SubgraphHealth } from '../upstream/health.js';

/** A query that a portal of the region runs; GraphiQL opens it as a tab. */
export interface PortalQuery {
  /** Name of the operation, for example `Q02_IdCardOffer`. */
  readonly name: string;
  /** One line for people: what the portal shows with it. */
  readonly title: string;
  /** The GraphQL document, exactly one operation. */
  readonly text: string;
  /** Values that give an answer on the synthetic region. Default: guessed from the variables' names. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What the developer pages read. The functions are asked on every request, so answers may change. */
export interface DeveloperPagesContext {
  /** One entry per subgraph: what it is, who runs it, which data it holds. */
  readonly registry: readonly RegistryEntry[];
  /** What the gateway knows about each subgraph now; a subgraph that is missing here counts as unknown. */
  readonly health: () => readonly SubgraphHealth[];
  /** Version of the gateway package. */
  readonly version: string;
  readonly portalQueries: readonly PortalQuery[];
  /** SDL of the schema that clients see and of the supergraph, as they are in use now. */
  readonly sdl: () => { readonly api: string; readonly supergraph: string };
}
