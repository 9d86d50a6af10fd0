export { tourism } from './subgraph.js';
