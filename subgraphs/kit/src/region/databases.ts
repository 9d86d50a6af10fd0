import { ensureDatabases, readSecrets, startCluster, subgraphDatabaseUrl } from '../database/index.js';
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
