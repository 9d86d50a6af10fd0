import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRegistry, REPOSITORY_ROOT, type PrivateCallKey, type RegistryEntry } from '@modellregion/schema';
import { ensureDatabases, startCluster } from '@modellregion/subgraph-kit';
import {
  readPublishedContract,
  runConformance,
  type ConformanceReport,
} from '@modellregion/subgraph-kit/conformance';

/** A database cluster and call keys, for subgraphs that are started one after the other. */
export interface Bench {
  /** Runs the suite against a subgraph of the registry: started, asked, stopped. */
  conformanceOf(name: string): Promise<ConformanceReport>;
  readonly folder: string;
  stop(): Promise<void>;
}

export async function startBench(names: readonly string[]): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-test-'));
  chmodSync(folder, 0o711);
  const cluster = await startCluster({ state: folder, durable: false });
  const urls = await ensureDatabases(cluster, folder, names);
  const gateway = callKey('gateway');
  const registry = loadRegistry();
  return {
    folder,
    conformanceOf: async (name) => {
      const entry = registry.find((it) => it.name === name);
      if (entry === undefined) throw new Error(`${name} is not in the registry`);
      const own = callKey(name);
      const port = await freePort();
      const env = environmentOf(folder, { name, gateway, own, port, databaseUrl: urls.get(name) ?? '' });
      return withEnvironment(env, () =>
        runConformance({
          url: new URL(`http://127.0.0.1:${String(port)}/graphql`),
          name,
          contract: contractOf(entry),
          keys: { gateway, subgraph: own },
          samples: {},
          command: [process.execPath, mainOf(name), 'serve', '--migrate', '--seed', 'small'],
        }),
      );
    },
    stop: async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The results that are not as they should be, in words; for a test's failure to say what is wrong. */
export function shortcomings({ results }: ConformanceReport): readonly string[] {
  return results
    .filter(({ status }) => status === 'failed')
    .map(({ rule, what, why }) => `${rule}: ${what}: ${why ?? ''}`);
}

export function callKey(party: string): PrivateCallKey {
  const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new Error('a key pair without x and d');
  return { kid: `${party}-test`, x25519: x, d };
}

export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

function contractOf(entry: RegistryEntry) {
  return readPublishedContract(readFileSync(entry.sdlFile, 'utf8'), entry);
}

function mainOf(name: string): string {
  return join(REPOSITORY_ROOT, 'subgraphs', name, 'dist/main.js');
}

interface Party {
  readonly name: string;
  readonly gateway: PrivateCallKey;
  readonly own: PrivateCallKey;
  readonly port: number;
  readonly databaseUrl: string;
}

function environmentOf(folder: string, { name, gateway, own, databaseUrl }: Party): Record<string, string> {
  const publicPart = ({ kid, x25519 }: PrivateCallKey) => [{ kid, x25519 }];
  const files = { keys: join(folder, `${name}.json`), directory: join(folder, 'directory.json') };
  writeFileSync(files.keys, JSON.stringify([own]), { mode: 0o600 });
  writeFileSync(files.directory, JSON.stringify({ gateway: publicPart(gateway), [name]: publicPart(own) }));
  return {
    MODELLREGION_PROFILE: 'production',
    MODELLREGION_KEY_DIRECTORY: files.directory,
    MODELLREGION_CALL_KEY_FILE: files.keys,
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'error',
  };
}

/** The suite gives a program it starts our own environment. */
async function withEnvironment<T>(env: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
