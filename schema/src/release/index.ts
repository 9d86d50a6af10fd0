export {
  generateSigningKey,
  privateSigningKeySchema,
  publicPart,
  publicSigningKeySchema,
  type PrivateSigningKey,
  type PublicSigningKey,
} from './signing-key.js';
export {
  readPublicSigningKeys,
  readSigningKeys,
  SigningKeyFileError,
  writeSigningKeys,
} from './signing-key-file.js';
export { JWS_TYPES, readJws, signJws, type JwsReading, type JwsType } from './jws.js';
export {
  FULL_VARIANT,
  manifestSchema,
  RELEASE_LIMITS,
  releaseDocumentSchema,
  supergraphHashOf,
  type ReleaseDocument,
  type ReleaseManifest,
  type ReleaseSubgraph,
  type ReleaseVariant,
} from './manifest.js';
export type { Refusal, ReleaseRefusalCode, SignedRefusalCode, Verdict } from './refusal.js';
export {
  sha256Hex,
  signRelease,
  unverifiedSequence,
  verifyManifest,
  verifyRelease,
  type ManifestExpectations,
  type ReleaseExpectations,
  type VerifiedManifest,
  type VerifiedRelease,
} from './release.js';
export { changesTrust, trustAfter, trustedKeys, trustOf, type ReleaseTrust } from './trust.js';
export { hostsSetting, isAllowedUrl, isHostPattern, isHttpEndpoint, type UrlPolicy } from './url-policy.js';
export {
  MAX_STATEMENT_LENGTH,
  MEMBER_ROLES,
  signStatement,
  STATEMENT_ACTIONS,
  STATEMENT_BODIES,
  STATEMENT_WINDOW_SECONDS,
  verifyStatement,
  type MemberRole,
  type Statement,
  type StatementAction,
  type StatementBody,
  type StatementExpectations,
  type VerifiedStatement,
} from './statement.js';
export {
  servingReportSchema,
  signReport,
  USAGE_LIMITS,
  usageBatchSchema,
  verifyReport,
  type Report,
  type ReportExpectations,
  type ReportKind,
  type ServingReport,
  type UsageBatch,
  type UsageOperation,
} from './report.js';
export { GRANTED_ACTS, type GrantedAct } from '../registry/granted-acts.js';
