import { subgraphMain } from '@modellregion/subgraph-kit';
import { tourism } from './subgraph.js';

await subgraphMain(tourism, process.argv.slice(2));
