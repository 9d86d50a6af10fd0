import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_DEADLINE_MS, type PrivateCallKey, type RegistryEntry } from '@modellregion/schema';
import { readPublishedContract, runConformance, type ConformanceReport } from '../conformance/index.js';
import { ensureDatabases, startCluster } from '../database/index.js';
import { freePort } from '../database/free-port.js';
import type { Subgraph } from '../define-subgraph.js';
import { newCallKey } from '../region/keys.js';

/**
 * Starts the built program of a subgraph as an operator would, on a database of its own with the seed `small`, and puts
 * the conformance suite to it.
 *
 * @param entry what the registry says of it, where the suite should know
 */
export async function conformanceOf(
  subgraph: Pick<Subgraph, 'name' | 'folder' | 'sdl'>,
  entry: Partial<Pick<RegistryEntry, 'owns' | 'deadlineMs'>> = {},
): Promise<ConformanceReport> {
  const { name, folder } = subgraph;
  const state = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  // As root the database runs as the user postgres, who must be able to pass through.
  chmodSync(state, 0o711);
  const cluster = await startCluster({ state, durable: false });
  try {
    const databaseUrl = (await ensureDatabases(cluster, state, [name])).get(name) ?? '';
    const keys = { gateway: newCallKey('gateway'), subgraph: newCallKey(name) };
    const port = await freePort();
    return await runConformance({
      url: new URL(`http://127.0.0.1:${String(port)}/graphql`),
      name,
      contract: readPublishedContract(subgraph.sdl, {
        owns: entry.owns,
        deadlineMs: entry.deadlineMs ?? DEFAULT_DEADLINE_MS,
      }),
      keys,
      samples: {},
      command: [
        process.execPath,
        fileURLToPath(new URL('dist/main.js', folder)),
        ...['serve', '--migrate', '--seed', 'small'],
      ],
      env: { ...writeKeys(state, name, keys), DATABASE_URL: databaseUrl },
    });
  } finally {
    await cluster.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

function writeKeys(
  folder: string,
  name: string,
  keys: { readonly gateway: PrivateCallKey; readonly subgraph: PrivateCallKey },
): Record<string, string> {
  const own = join(folder, 'own-key.json');
  const directory = join(folder, 'directory.json');
  const published = ({ kid, x25519 }: PrivateCallKey) => [{ kid, x25519 }];
  writeFileSync(own, JSON.stringify([keys.subgraph]), { mode: 0o600 });
  writeFileSync(
    directory,
    JSON.stringify({ gateway: published(keys.gateway), [name]: published(keys.subgraph) }),
  );
  return {
    MODELLREGION_PROFILE: 'production',
    MODELLREGION_KEY_DIRECTORY: directory,
    MODELLREGION_CALL_KEY_FILE: own,
    LOG_LEVEL: 'error',
  };
}
