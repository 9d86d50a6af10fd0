import { subgraphMain } from '@modellregion/subgraph-kit';
import { mobility } from './subgraph.js';

await subgraphMain(mobility, process.argv.slice(2));
