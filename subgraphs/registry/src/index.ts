export { found, FoundingError, type Founding, type FoundingContract } from './acts/found.js';
export { REFUSALS, RefusedAct, type RefusalCode } from './acts/refusals.js';
export type { Registry } from './acts/registry-context.js';
export { readRegistryConfig, REGISTRY_SETTINGS, type RegistryConfig } from './config.js';
export { verifyHistory, type HistoryFault, type HistoryVerification } from './history/verify.js';
export { serveRegistry, type RunningRegistry } from './serve.js';
export { connect } from './store/database.js';
