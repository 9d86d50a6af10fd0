export { OperatorError, errorCode, errorMessage } from './operator-error.js';
export {
  checkDatabase,
  prismaAdapter,
  splitSchema,
  type DatabaseHealth,
  type DatabaseSettings,
} from './connection.js';
export { migrate, MigrationError, type MigrateOptions, type MigrationFault } from './migrator.js';
export { startCluster, superuserUrl, type Cluster, type ClusterOptions } from './cluster.js';
export { databaseNameOf, ensureDatabases, STATEMENT_TIMEOUT_MS, subgraphDatabaseUrl } from './roles.js';
export { readSecrets, type DatabaseSecrets } from './secrets.js';
export { stopLeftDatabase } from './left-database.js';
