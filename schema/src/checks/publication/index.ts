export { addressProblem, type AddressProblem } from './address-problem.js';
export type { RegistryCaller } from './registry-calls.js';
export type { OutgoingWays } from './running-subgraph.js';
export { checkPublication } from './check-publication.js';
export { ungrantable } from './grantable.js';
export { loadGrants, loadVariants } from './region-files.js';
export { PUBLICATION_LIMITS, type PublicationLimits } from './limits.js';
export { isPrivateAddress } from './private-address.js';
export { differingDefinitions } from '../../sdl/contract-differences.js';
export type {
  ComposedSchema,
  Grant,
  GrantedAct,
  PublicationFinding,
  PublicationInput,
  PublicationProfile,
  PublicationReport,
  RuleResult,
  SubgraphContract,
  Usage,
  UsedOperation,
  Variant,
} from './publication.js';
