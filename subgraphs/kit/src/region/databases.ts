import {
  ensureDatabases,
  errorCode,
  readSecrets,
  startCluster,
  subgraphDatabaseUrl,
  superuserUrl,
} from '../database/index.js';
import { takeStateLock } from './lock.js';
import { readRuntime } from './runtime-file.js';
import { ownDatabaseUrl, secretOf } from './settings.js';
import { createStateFolder, type Environment } from './state-folder.js';

/**
 * The database of one subgraph: the operator's own, else the running region's.
 *
 * @returns null when the operator set none and no region with an embedded database is running
 */
export function databaseUrlOf(name: string, state: string, env: Environment): string | null {
  const own = ownDatabaseUrl(env, name) ?? secretOf(env, 'DATABASE_URL');
  if (own !== null) return own;
  const port = readRuntime(state)?.database?.port;
  const password = readSecrets(state)?.databases[name];
  return port === undefined || password === undefined ? null : subgraphDatabaseUrl(name, password, port);
}

/**
 * The same for a subgraph that is to be served beside a region: one that joins while the region runs gets its database
 * in the running one.
 *
 * @returns null when the operator set none and no region with an embedded database is running
 */
export async function databaseBeside(name: string, state: string, env: Environment): Promise<string | null> {
  const known = databaseUrlOf(name, state, env);
  const port = readRuntime(state)?.database?.port;
  const secrets = readSecrets(state);
  if (known !== null || port === undefined || secrets === null) return known;
  const cluster = {
    port,
    superuserUrl: (database?: string) => superuserUrl(secrets.superuser, port, database),
  };
  try {
    return (await ensureDatabases(cluster, state, [name])).get(name) ?? null;
  } catch (error) {
    // What runtime.json says was left behind by a region that ended without a word.
    if (errorCode(error) === 'ECONNREFUSED') return null;
    throw error;
  }
}

/**
 * Works on databases of subgraphs; where the region is not running, its embedded one runs for as long as it takes.
 *
 * @param work gets the URL of every subgraph named
 * @throws OperatorError when the embedded database cannot start
 */
export async function withDatabases(
  names: readonly string[],
  state: string,
  env: Environment,
  work: (urls: ReadonlyMap<string, string>) => Promise<number>,
): Promise<number> {
  const urls = new Map<string, string>();
  for (const name of names) {
    const url = databaseUrlOf(name, state, env);
    if (url !== null) urls.set(name, url);
  }
  const missing = names.filter((name) => !urls.has(name));
  if (missing.length === 0) return work(urls);

  createStateFolder(state);
  const lock = await takeStateLock(state);
  try {
    const cluster = await startCluster({ state });
    try {
      for (const [name, url] of await ensureDatabases(cluster, state, missing)) urls.set(name, url);
      return await work(urls);
    } finally {
      await cluster.stop();
    }
  } finally {
    lock.release();
  }
}
