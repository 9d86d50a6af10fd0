import type { SubgraphContext } from '@modellregion/subgraph-kit';
import type { TourismServices } from './services.js';

/** What every resolver of tourism gets as its context. */
export type TourismContext = SubgraphContext<TourismServices>;
