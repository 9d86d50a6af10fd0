import type { SubgraphContext } from '@modellregion/subgraph-kit';
import type { NewcomerServices } from './services.js';

/** What every resolver of newcomer gets as its context. */
export type NewcomerContext = SubgraphContext<NewcomerServices>;
