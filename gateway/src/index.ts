export { createGateway, type Gateway, type GatewayParts } from './create-gateway.js';
export { PROFILES, readConfig, type GatewayConfig, type IdentityConfig, type Profile } from './config.js';
export { StartupError } from './errors/startup-error.js';
export { LOCAL_AUDIENCE, LOCAL_ISSUER } from './auth/local-issuer.js';
export { createLogger } from './telemetry/logger.js';
export type { SubgraphHealth } from './upstream/health.js';
