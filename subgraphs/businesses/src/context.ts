import type { SubgraphContext } from '@modellregion/subgraph-kit';
import type { BusinessesServices } from './services.js';

/** What every resolver of businesses gets as its context. */
export type BusinessesContext = SubgraphContext<BusinessesServices>;
