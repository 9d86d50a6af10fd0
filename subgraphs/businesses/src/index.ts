export { businesses } from './subgraph.js';
