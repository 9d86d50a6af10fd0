import { subgraphMain } from '@modellregion/subgraph-kit';
import { residents } from './subgraph.js';

await subgraphMain(residents, process.argv.slice(2));
