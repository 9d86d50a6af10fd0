import type { PublicationRule } from './publication-rule.js';
import { composition } from './rules/composition.js';
import { contractRules } from './rules/contract-rules.js';
import { sizeLimits } from './rules/size-limits.js';

/** All rules for publications, in the order in which their findings are best mended. */
export const PUBLICATION_RULES: readonly PublicationRule[] = [
  // Before all others, which take time and memory by the size of the SDL.
  sizeLimits,
  composition,
  // What every contract of the region keeps to.
  ...contractRules,
];
