export type { DeveloperPagesContext } from './context.js';
export { registerDeveloperPages } from './register-pages.js';
