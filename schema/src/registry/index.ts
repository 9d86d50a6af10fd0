export { DATA_CLASSES, DATA_CLASS_NAMES, type DataClass } from './data-classes.js';
export { DATA_THEMES, type DataTheme } from './data-themes.js';
export { DEFAULT_DEADLINE_MS, RESERVED_NAMES } from './entry-schema.js';
export { KeyDirectoryError, loadKeyDirectory, type KeyDirectory } from './key-directory.js';
export { loadRegistry, REGISTRY_FOLDER, REPOSITORY_ROOT } from './load-registry.js';
export { projectRoot, sharedFile } from './project-root.js';
export { loadRegion, memberNameOf, REGION_FILE, RegionFileError, type RegionFile } from './region-file.js';
export { readEntry, type EntryReading } from './read-entry.js';
export {
  describeOperator,
  type Operator,
  type OperatorContact,
  type RegistryEntry,
} from './registry-entry.js';
export { RegistryError, type RegistryFault } from './registry-fault.js';
