export { energy } from './subgraph.js';
