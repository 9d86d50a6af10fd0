import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRegistry, memberNameOf, REPOSITORY_ROOT, type RegistryEntry } from '@modellregion/schema';
import { publicPart, readSigningKeys, type MemberRole } from '@modellregion/schema/release';
import { ensureDatabases, startCluster, type Cluster } from '@modellregion/subgraph-kit';
import { ensureKeys, ensureSigningKeys, keyFiles, signingKeyFiles } from '@modellregion/subgraph-kit/region';
import { startProgram, type Program } from './program.js';
import { run } from './run.js';

const REGION = 'owl';
const STEWARD = 'bezirksregierung-detmold';
const GATEWAYS = ['gateway-north', 'gateway-south'] as const;
/** Two of the region's own, which say something of the same municipality. */
const SUBGRAPHS = ['mobility', 'residents'] as const;

/** A region in processes of its own: database, two subgraphs, registry and two gateways that serve its releases. */
export interface ReleasedRegion {
  readonly registryUrl: string;
  /** Origins of the gateways. */
  readonly gateways: readonly string[];
  /** File with the public call keys of the gateways, as a partner gets it. */
  readonly keyDirectory: string;
  /** File with the public keys that sign releases, as a partner gets it. */
  readonly releaseKeys: string;
  /** A database for a partner. */
  database(name: string): Promise<string>;
  /** `modellregion …` by a member of the region, in the region's clone. */
  tool(member: string, ...args: readonly string[]): Promise<string>;
  readonly steward: string;
  /** Who operates a subgraph of the region. */
  operatorOf(subgraph: string): string;
  /** Once all gateways have taken a release over. */
  served(sequence: number): Promise<void>;
  /** Hash of the newest release, as a gateway sees it. */
  releaseHash(): Promise<string>;
  readonly registry: { kill(): Promise<void>; start(): Promise<void> };
  stop(): Promise<void>;
}

/** @throws Error with what the program said that did not start; whatever had started is ended */
export async function startReleasedRegion(): Promise<ReleasedRegion> {
  const state = mkdtempSync(join(tmpdir(), 'modellregion-region-'));
  // As root the database runs as the user postgres, who must be able to pass through.
  chmodSync(state, 0o711);
  const undo: (() => unknown)[] = [() => rmSync(state, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  try {
    const cluster = await startCluster({ state, durable: false });
    undo.push(() => cluster.stop());
    return { ...(await start(state, cluster, (program) => undo.push(() => program.end()))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  state: string,
  cluster: Cluster,
  started: (program: Pick<Program, 'end'>) => void,
): Promise<Omit<ReleasedRegion, 'stop'>> {
  const entries = loadRegistry().filter(({ name }) => SUBGRAPHS.some((it) => it === name));
  const operators = new Map(entries.map(({ name, operator }) => [name, memberNameOf(operator.name)]));
  const operatorOf = (subgraph: string): string => operators.get(subgraph) ?? '';
  ensureKeys(state, SUBGRAPHS);
  ensureSigningKeys(state, [STEWARD, ...GATEWAYS, ...operators.values()]);
  const databases = await ensureDatabases(cluster, state, ['registry', ...SUBGRAPHS]);
  const subgraphs = await Promise.all(
    entries.map((entry) => startSubgraph(entry.name, state, databases.get(entry.name) ?? '')),
  );
  subgraphs.forEach(started);
  const ports = new Map(entries.map(({ name }, index) => [name, subgraphs[index]?.port ?? 0]));
  const founding = writeFounding(state, entries, ports);
  const env = registryEnvironment(state, databases.get('registry') ?? '');
  await runTool(['migrate', 'registry'], env);
  await runTool(['registry', 'init', '--from', founding], env);
  let registry = await startRegistry(env);
  started({ end: () => registry.end() });
  const registryUrl = `http://127.0.0.1:${String(registry.port)}`;
  const gateways = await Promise.all(GATEWAYS.map((name) => startGateway(name, state, registryUrl)));
  gateways.forEach(started);
  return {
    registryUrl,
    gateways: gateways.map(({ port }) => `http://127.0.0.1:${String(port)}`),
    keyDirectory: keyFiles(state).directory,
    releaseKeys: signingKeyFiles(state).releasePublic,
    database: async (name) => (await ensureDatabases(cluster, state, [name])).get(name) ?? '',
    tool: (member, ...args) =>
      runTool(args, {
        MODELLREGION_REGISTRY_URL: registryUrl,
        MODELLREGION_MEMBER: member,
        MODELLREGION_MEMBER_KEY_FILE: signingKeyFiles(state).member(member),
      }),
    steward: STEWARD,
    operatorOf,
    served: async (sequence) => {
      await Promise.all(gateways.map((gateway) => gateway.logged(takesOver(sequence))));
    },
    releaseHash: async () =>
      ((await fetch(`${registryUrl}/releases/latest`)).headers.get('etag') ?? '').replaceAll('"', ''),
    registry: {
      kill: () => registry.end('SIGKILL'),
      start: async () => {
        registry = await startRegistry({ ...env, PORT: String(registry.port) });
      },
    },
  };
}

const takesOver =
  (sequence: number) =>
  ({ event, release }: Readonly<Record<string, unknown>>): boolean =>
    event === 'supergraph taken over' && (release as { sequence?: number }).sequence === sequence;

const runTool = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> =>
  run(process.execPath, [join(REPOSITORY_ROOT, 'schema/bin/modellregion.mjs'), ...args], {
    cwd: REPOSITORY_ROOT,
    env,
  });

/** What is to be shown is that no answer is lost, not how soon it comes on a machine that does other things as well. */
const DEADLINE_MS = 20_000;
const COMMON = { MODELLREGION_PROFILE: 'developer', HOST: '127.0.0.1', PORT: '0' };
const mainOf = (path: string): string => join(REPOSITORY_ROOT, path, 'dist/main.js');

function startSubgraph(name: string, state: string, databaseUrl: string): Promise<Program> {
  return startProgram(mainOf(`subgraphs/${name}`), ['serve', '--migrate', '--seed', 'small'], {
    ...COMMON,
    DATABASE_URL: databaseUrl,
    MODELLREGION_KEY_DIRECTORY: keyFiles(state).directory,
    MODELLREGION_CALL_KEY_FILE: keyFiles(state).callKeys(name),
  });
}

const startRegistry = (env: Readonly<Record<string, string>>): Promise<Program> =>
  startProgram(mainOf('subgraphs/registry'), ['serve'], env);

function registryEnvironment(state: string, databaseUrl: string): Record<string, string> {
  return {
    ...COMMON,
    DATABASE_URL: databaseUrl,
    MODELLREGION_RELEASE_KEY_FILE: signingKeyFiles(state).release,
    MODELLREGION_CALL_KEY_FILE: keyFiles(state).callKeys('registry'),
  };
}

/** Each has a state of its own, as on two machines. */
function startGateway(name: string, state: string, registryUrl: string): Promise<Program> {
  const own = join(state, name);
  mkdirSync(own);
  return startProgram(mainOf('gateway'), [], {
    ...COMMON,
    MODELLREGION_STATE: own,
    MODELLREGION_REGISTRY_URL: registryUrl,
    MODELLREGION_REGION: REGION,
    MODELLREGION_RELEASE_KEYS: signingKeyFiles(state).releasePublic,
    MODELLREGION_GATEWAY_NAME: name,
    MODELLREGION_REPORT_KEY_FILE: signingKeyFiles(state).member(name),
    MODELLREGION_USAGE_MS: '1000',
    MODELLREGION_DEADLINE_MS: String(DEADLINE_MS),
    MODELLREGION_KEY_DIRECTORY: keyFiles(state).directory,
    MODELLREGION_CALL_KEY_FILE: keyFiles(state).callKeys('gateway'),
    MODELLREGION_JWKS: keyFiles(state).issuerPublic,
  });
}

/** What `registry init` reads: members with their keys, and the subgraphs with the addresses they have here. */
function writeFounding(
  state: string,
  entries: readonly RegistryEntry[],
  ports: ReadonlyMap<string, number>,
): string {
  const folder = join(state, 'entries');
  mkdirSync(folder);
  const keys = JSON.parse(readFileSync(keyFiles(state).directory, 'utf8')) as Record<string, unknown>;
  for (const { sdlFile: _, ...entry } of entries) {
    const url = `http://127.0.0.1:${String(ports.get(entry.name))}/graphql`;
    // JSON is YAML.
    writeFileSync(
      join(folder, `${entry.name}.yaml`),
      JSON.stringify({ ...entry, url, deadlineMs: DEADLINE_MS, keys: keys[entry.name] }),
    );
  }
  const member = (id: string, roles: readonly MemberRole[], operator: object = { ars: '057000000000' }) => ({
    member: id,
    name: id,
    contact: { office: 'Betrieb', email: `${id}@region.example` },
    ...operator,
    roles,
    keys: readSigningKeys(signingKeyFiles(state).member(id)).map(publicPart),
  });
  const file = join(state, 'region.yaml');
  const founding = {
    region: REGION,
    members: [
      member(STEWARD, ['steward']),
      ...GATEWAYS.map((name) => member(name, ['gateway'])),
      ...entries.map(({ operator }) => member(memberNameOf(operator.name), ['operator'], operator)),
    ],
    subgraphs: {
      folder,
      root: REPOSITORY_ROOT,
      members: Object.fromEntries(entries.map(({ name, operator }) => [name, memberNameOf(operator.name)])),
    },
    reason: 'The region begins',
  };
  writeFileSync(file, JSON.stringify(founding));
  return file;
}
