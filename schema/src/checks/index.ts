export type { Finding } from './finding.js';
export { formatReport } from './report.js';
export type { Problem, Rule } from './rule.js';
export { RULES } from './rules.js';
export { checkFiles, runChecks, type CheckReport } from './run-checks.js';
export * from './publication/index.js';
