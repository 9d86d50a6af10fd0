import { subgraphMain } from '@modellregion/subgraph-kit';
import { energy } from './subgraph.js';

await subgraphMain(energy, process.argv.slice(2));
