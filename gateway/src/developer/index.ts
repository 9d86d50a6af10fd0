export type { DeveloperPagesContext, PortalQuery } from './context.js';
export { registerDeveloperPages } from './register-pages.js';
