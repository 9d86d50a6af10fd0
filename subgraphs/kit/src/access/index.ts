export { enforceAccess, type Subjects } from './enforce.js';
