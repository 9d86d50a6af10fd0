export { batchLoader } from './batch-loader.js';
export { groupLoader } from './group-loader.js';
export { loaderPer, type Loader } from './loader-per.js';
export { DEFAULT_MAX_BATCH, type LoaderOptions } from './loader-options.js';
export type { default as DataLoader } from 'dataloader';
