export { resolveLocation, resolveMunicipality, resolveSource } from './of-a-row.js';
