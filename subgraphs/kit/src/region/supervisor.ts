import { setTimeout as pause } from 'node:timers/promises';
import { ensureDatabases, type ClusterOptions } from '../database/index.js';
import { freePort, isPortTaken } from '../database/free-port.js';
import { KeptUp, portTaken } from './keep-up.js';
import { keepDatabase, type KeptDatabase } from './kept-database.js';
import { ensureKeys, REGISTRY } from './keys.js';
import { takeStateLock } from './lock.js';
import { dataSentence } from './open-data.js';
import type { Program } from './program.js';
import { gatewayProgram, registryProgram, subgraphProgram } from './programs.js';
import type { RegionPlan } from './region-plan.js';
import { removeRuntime, writeRuntime, type Runtime } from './runtime-file.js';
import { ownDatabaseUrl } from './settings.js';
import { ensureSigningKeys } from './signing-keys.js';
import { createStateFolder, type Environment } from './state-folder.js';
import type { StopRequest } from './stop-request.js';

export interface RegionOptions {
  readonly state: string;
  readonly env: Environment;
  readonly seed: string;
  /** Folder with open data; null: all records are synthetic. */
  readonly data: string | null;
  /** Works out what to start; called under the lock. */
  readonly plan: () => RegionPlan;
  /** Subgraphs that get a database and keys although somebody else starts them. */
  readonly without: readonly string[];
  readonly stop: StopRequest;
  /** Tells the person at the terminal something, in plain words. */
  readonly report: (sentence: string) => void;
  /** Called once, when everything answers. */
  readonly announce: (plan: RegionPlan, runtime: Runtime) => void;
  readonly database?: Pick<ClusterOptions, 'settings' | 'durable'>;
}

/** What an earlier run's processes need at most to end after their supervisor was killed. */
const LEFTOVERS_END_MS = 8_000;

/**
 * Runs the region until it is asked to stop: lock, keys, database, then gateway and subgraphs together. Ends in
 * the opposite order, so that nobody loses what it still needs: gateway, subgraphs and registry, database, lock.
 *
 * @throws OperatorError when something cannot start; everything started before is stopped then, too
 */
export async function runRegion(options: RegionOptions): Promise<void> {
  const { state, env, report, stop } = options;
  createStateFolder(state);
  const lock = await takeStateLock(state);
  const running: Running = { database: null, registry: null, subgraphs: [], gateway: null };
  try {
    removeRuntime(state);
    const plan = options.plan();
    const without = options.without.filter((name) => name !== REGISTRY);
    const names = [...plan.subgraphs.map(({ entry }) => entry.name), ...without];
    ensureKeys(state, names);
    if (plan.registry !== null) ensureSigningKeys(state, plan.registry.members);
    const ports = await choosePorts(plan);
    const databases = plan.registry === null ? names : [...names, REGISTRY];
    const urls = await startDatabase(options, databases, running);

    const programs = plan.subgraphs.map((planned) => {
      const { name } = planned.entry;
      const url = ownDatabaseUrl(env, name) ?? urls.get(name) ?? '';
      return subgraphProgram(planned, ports.get(name) ?? planned.port, url, state, env, options);
    });
    const registryPort = await portOrFree(plan.registry?.port ?? 0);
    const gateway = gatewayProgram(plan, ports, state, env, registryPort);
    const registry =
      plan.registry === null
        ? null
        : registryProgram(
            plan.registry,
            registryPort,
            ownDatabaseUrl(env, REGISTRY) ?? urls.get(REGISTRY) ?? '',
            state,
            env,
            ports,
          );
    const all = [gateway, ...(registry === null ? [] : [registry]), ...programs];
    await refuseTakenPorts(all, lock.afterCrash ? LEFTOVERS_END_MS : 0);
    if (stop.isRequested()) return;

    let announced = false;
    const changed = (): void => {
      if (announced) writeRuntime(state, runtimeOf(running));
    };
    stop.onHurry(() => {
      for (const kept of everything(running)) kept.kill();
    });
    report(dataSentence(options.data));
    const told = ['the gateway', ...plan.subgraphs.map(({ entry }) => entry.name)];
    report(`Starting ${told.join(', ').replace(/, (?=[^,]*$)/, ' and ')} …`);
    running.registry = registry === null ? null : new KeptUp(registry, { report, changed });
    running.subgraphs = programs.map((program) => new KeptUp(program, { report, changed }));
    const broken = running.database?.over ?? new Promise<never>(() => undefined);
    // A gateway that has served nothing yet needs a release to begin with.
    const failed = Promise.all(running.subgraphs.map((kept) => kept.started)).then(() => broken);
    await Promise.race([running.registry?.started, stop.requested, broken, failed]);
    if (stop.isRequested()) return;
    running.gateway = new KeptUp(gateway, { report, changed });

    const started = Promise.all(everything(running).map((kept) => kept.started));
    await Promise.race([started, stop.requested, broken]);
    if (stop.isRequested()) return;
    announced = true;
    const runtime = runtimeOf(running);
    writeRuntime(state, runtime);
    options.announce(plan, runtime);
    await Promise.race([stop.requested, broken]);
  } finally {
    await end(running);
    removeRuntime(state);
    lock.release();
  }
}

interface Running {
  database: KeptDatabase | null;
  registry: KeptUp | null;
  subgraphs: readonly KeptUp[];
  gateway: KeptUp | null;
}

async function end(running: Running): Promise<void> {
  await running.gateway?.stop();
  const beside = running.registry === null ? running.subgraphs : [running.registry, ...running.subgraphs];
  await Promise.all(beside.map((kept) => kept.stop()));
  await running.database?.stop();
}

/** None of the embedded cluster is started when every subgraph has a database of the operator's own. */
async function startDatabase(
  options: RegionOptions,
  names: readonly string[],
  running: Running,
): Promise<ReadonlyMap<string, string>> {
  const { state, env, report } = options;
  const embedded = names.filter((name) => ownDatabaseUrl(env, name) === null);
  if (embedded.length === 0) return new Map();
  report('Starting the database …');
  running.database = await keepDatabase({ state, report, ...options.database }, report);
  return ensureDatabases(running.database.cluster, state, embedded);
}

/** Free ports of subgraphs are chosen here and now, since the gateway must be told before they listen. */
async function choosePorts(plan: RegionPlan): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  for (const { entry, port } of plan.subgraphs) ports.set(entry.name, await portOrFree(port));
  return ports;
}

async function portOrFree(port: number): Promise<number> {
  return port === 0 ? freePort() : port;
}

async function refuseTakenPorts(programs: readonly Program[], patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (const program of programs) {
    while (program.port !== 0 && (await isPortTaken(program.port))) {
      if (Date.now() >= deadline) throw portTaken(program);
      await pause(100);
    }
  }
}

function everything(running: Running): readonly KeptUp[] {
  return [running.gateway, running.registry, ...running.subgraphs].filter((kept) => kept !== null);
}

function runtimeOf(running: Running): Runtime {
  return {
    supervisorPid: process.pid,
    gateway: running.gateway?.current() ?? null,
    registry: running.registry?.current() ?? null,
    subgraphs: Object.fromEntries(
      running.subgraphs.flatMap((kept) => {
        const now = kept.current();
        return now === null ? [] : [[kept.program.name, now]];
      }),
    ),
    database: running.database === null ? null : { port: running.database.cluster.port },
  };
}
