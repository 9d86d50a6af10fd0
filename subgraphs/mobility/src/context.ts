import type { SubgraphContext } from '@modellregion/subgraph-kit';
import type { MobilityServices } from './services.js';

/** What every resolver of mobility gets as its context. */
export type MobilityContext = SubgraphContext<MobilityServices>;
