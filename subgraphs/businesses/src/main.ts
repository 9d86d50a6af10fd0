import { subgraphMain } from '@modellregion/subgraph-kit';
import { businesses } from './subgraph.js';

await subgraphMain(businesses, process.argv.slice(2));
