import { STATEMENT_TIMEOUT_MS } from '@modellregion/subgraph-kit';
import { readRegistryConfig, type RegistryConfig } from '../config.js';
import { connect, type Db } from '../store/database.js';

/** The registry's package, and what its database is brought up to date with. */
export const FOLDER = new URL('../../', import.meta.url);
export const MIGRATIONS = new URL('prisma/migrations', FOLDER);

export const SERVICE_USAGE = `Usage: modellregion registry [serve] [--migrate]
       modellregion registry init --from FILE
       modellregion registry verify`;

/** Works on the database that the environment names. Beside a registry that serves, or without one. */
export async function withDatabase<T>(work: (db: Db, config: RegistryConfig) => Promise<T>): Promise<T> {
  const config = readRegistryConfig(process.env);
  const db = connect({
    url: config.databaseUrl,
    poolMax: 2,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS * 10,
    applicationName: 'registry',
  });
  try {
    return await work(db, config);
  } finally {
    await db.$disconnect();
  }
}
