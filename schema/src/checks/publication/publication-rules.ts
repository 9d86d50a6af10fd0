import type { PublicationInput } from './publication.js';
import type { PublicationRule } from './publication-rule.js';
import { breakingChanges } from './rules/breaking-changes.js';
import { callKeys } from './rules/call-keys.js';
import { composition } from './rules/composition.js';
import { contractRules } from './rules/contract-rules.js';
import { dataFlow } from './rules/data-flow.js';
import { dependants } from './rules/dependants.js';
import { foreignClaims } from './rules/foreign-claims.js';
import { foreignEffects } from './rules/foreign-effects.js';
import { foreignFields } from './rules/foreign-fields.js';
import { foreignMarks } from './rules/foreign-marks.js';
import { foreignMutations } from './rules/foreign-mutations.js';
import { gatewayFeatures } from './rules/gateway-features.js';
import { links } from './rules/links.js';
import { naming } from './rules/naming.js';
import { personalData } from './rules/personal-data.js';
import { planCost } from './rules/plan-cost.js';
import { portalQueriesValid } from './rules/portal-queries.js';
import { reservedNames } from './rules/reserved-names.js';
import { sizeLimits } from './rules/size-limits.js';
import { unreachable } from './rules/unreachable.js';
import { urlPolicy } from './rules/url-policy.js';
import { variants } from './rules/variants.js';

/** All rules for publications, in the order in which their findings are best mended. */
export const PUBLICATION_RULES: readonly PublicationRule[] = [
  // Before all others, which take time and memory by the size of the SDL.
  sizeLimits,
  urlPolicy,
  callKeys,
  composition,
  gatewayFeatures,
  // That every directive means what it says is what all after this rely on.
  links,
  reservedNames,
  // Whose it is, from the type to the field to what is done with it.
  foreignClaims,
  foreignFields,
  foreignMarks,
  foreignMutations,
  dataFlow,
  // Whatever these have not thought of shows in the result.
  foreignEffects,
  // What portals lose by it, and what it costs them.
  breakingChanges,
  portalQueriesValid,
  planCost,
  variants,
  // What every contract of the region keeps to.
  ...contractRules,
  personalData,
  naming,
];

/** The rules for a subgraph that is taken out: what others, their clients and the region lose by it. */
export const WITHDRAWAL_RULES: readonly PublicationRule[] = [
  // Says for whom, where composition says only that.
  dependants,
  composition,
  breakingChanges,
  // What is left of them after what is gone.
  unreachable,
  portalQueriesValid,
  planCost,
  variants,
];

/** The rules that a change is held against. */
export function rulesFor({ withdraws }: Pick<PublicationInput, 'withdraws'>): readonly PublicationRule[] {
  return withdraws === true ? WITHDRAWAL_RULES : PUBLICATION_RULES;
}
