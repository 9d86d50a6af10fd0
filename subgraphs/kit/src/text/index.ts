export { foldText, searchPatterns } from './fold-text.js';
