export { HEADERS } from './headers.js';
export {
  anonymousCaller,
  decodeCaller,
  encodeCaller,
  TRUST_LEVELS,
  trustReaches,
  type CallerClaims,
  type TrustLevel,
} from './caller-claims.js';
export { callKeyId, deriveCallKey, type PrivateCallKey, type PublicCallKey } from './call-keys.js';
export {
  ACCEPTED_CONTRACT_VERSIONS,
  callTag,
  CONTRACT_VERSION,
  contractFault,
  isAcceptedTag,
} from './contract-version.js';
export { SERVED_SDL_BODY } from './served-sdl-question.js';
export {
  CALL_TAG,
  contentDigest,
  REPLAY_WINDOW_SECONDS,
  signCall,
  SIGNED_COMPONENTS,
  type CallToSign,
} from './signed-call.js';
export { INPUT_FORMATS, isInputFormat, type InputFormat } from './input-formats.js';
export {
  checkedErrorParams,
  ERROR_CATALOGUE,
  errorEntry,
  errorText,
  isErrorCode,
  type ErrorCode,
  type ErrorParams,
} from './error-codes.js';
export { STOCK_FEATURES, SUPERGRAPH_FEATURES } from './supergraph-features.js';
