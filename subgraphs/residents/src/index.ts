export type { ResidentsContext, ResidentsServices } from './services.js';
export { residents } from './subgraph.js';
