export { createGateway, type Gateway, type GatewayParts } from './create-gateway.js';
export { readConfig, type GatewayConfig, type IdentityConfig, type OutgoingConfig } from './config.js';
export { GATEWAY_SETTINGS, PROFILES, type Profile } from './settings.js';
export { StartupError } from './errors/startup-error.js';
export { LOCAL_AUDIENCE, LOCAL_ISSUER } from './auth/local-issuer.js';
export { createLogger } from './telemetry/logger.js';
export type { SubgraphHealth } from './upstream/health.js';
