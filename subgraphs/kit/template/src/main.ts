import { subgraphMain } from '@modellregion/subgraph-kit';
import { newcomer } from './subgraph.js';

await subgraphMain(newcomer, process.argv.slice(2));
