export * from './contract/index.js';

// What gateway and subgraphs have in common as processes that somebody operates.
export {
  authorityFindings,
  certificateFault,
  configFault,
  configOk,
  configWarning,
  fileFault,
  formatConfigReport,
  GATEWAY_NODE_FLAGS,
  isLoopbackHost,
  listenerFindings,
  readAuthorities,
  readTlsFiles,
  TlsFileError,
  tlsFilesOf,
  tlsServerFactory,
  withProxyNames,
  type ConfigFinding,
  type ListenerLimits,
  type TlsFiles,
  type TlsMaterial,
} from './operating/index.js';

// The registry and the portals' queries. Composition and checks are under '@modellregion/schema/compose' and
// '/checks': Apollo's composition is heavy, and no running process needs it.
export {
  DATA_CLASS_NAMES,
  DATA_CLASSES,
  DATA_THEMES,
  DEFAULT_DEADLINE_MS,
  describeOperator,
  KeyDirectoryError,
  loadKeyDirectory,
  loadRegion,
  loadRegistry,
  memberNameOf,
  projectRoot,
  readEntry,
  REGION_FILE,
  RegionFileError,
  REGISTRY_FOLDER,
  RegistryError,
  REPOSITORY_ROOT,
  RESERVED_NAMES,
  sharedFile,
  type DataClass,
  type DataTheme,
  type EntryReading,
  type KeyDirectory,
  type Operator,
  type OperatorContact,
  type RegionFile,
  type RegistryEntry,
  type RegistryFault,
} from './registry/index.js';
export { contractDifferences } from './sdl/contract-differences.js';
export { PORTAL_QUERIES_FILE, portalQueries, type PortalQuery } from './portal-queries.js';
