export { mobility } from './subgraph.js';
