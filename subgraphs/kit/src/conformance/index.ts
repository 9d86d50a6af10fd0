export { badgeMarkdown, badgeSvg } from './badge.js';
export {
  CONFORMANCE_USAGE,
  ConformanceError,
  readConformanceOptions,
  type ConformanceOptions,
} from './options.js';
export { readPublishedContract, type PublishedContract } from './published-contract.js';
export { conformanceTable, countsOf } from './report.js';
export type { RuleResult } from './rule.js';
export { runConformance, type ConformanceReport } from './run-conformance.js';
