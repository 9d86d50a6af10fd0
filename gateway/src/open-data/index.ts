export type { DataSource } from './data-sources.js';
export { registerOpenData, type OpenData } from './register-open-data.js';
export type { KnownDown, SubgraphSources } from './sources-of-all.js';
