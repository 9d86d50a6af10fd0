export { createStateFolder, stateFolder, type Environment } from './state-folder.js';
export { takeStateLock, type StateLock } from './lock.js';
export { ensureKeys, keyFiles } from './keys.js';
export { readCallKeys } from '../server/private-call-keys.js';
export { ensureSigningKeys, membersOf, newSigningKey, signingKeyFiles } from './signing-keys.js';
export { planRegion, type PlannedSubgraph, type RegionEntry, type RegionPlan } from './region-plan.js';
export { readRuntime, type Runtime } from './runtime-file.js';
export { runRegion, type RegionOptions } from './supervisor.js';
export { stopOnSignals, type StopRequest } from './stop-request.js';
