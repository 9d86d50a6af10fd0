export { newcomer } from './subgraph.js';
