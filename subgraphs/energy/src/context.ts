import type { SubgraphContext } from '@modellregion/subgraph-kit';
import type { EnergyServices } from './services.js';

/** What every resolver of energy gets as its context. */
export type EnergyContext = SubgraphContext<EnergyServices>;
