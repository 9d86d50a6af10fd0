import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { embeddedBinaries, type EmbeddedBinaries } from './embedded-binaries.js';
import { freePort } from './free-port.js';
import { dataFolderOf, ensureCluster, refuseOtherMajor, SUPERUSER } from './init-cluster.js';
import { startKept, type KeptProgram } from './keeper.js';
import { errorCode, errorMessage, OperatorError } from './operator-error.js';
import { clearLeftPostmaster, stopPostmaster } from './postmaster.js';
import { ensureSecrets, readSecrets } from './secrets.js';

export interface ClusterOptions {
  /** The state folder; the caller holds its lock. */
  readonly state: string;
  /** Port to listen on; default a free one. A restart keeps the port, so that URLs given out stay true. */
  readonly port?: number;
  /** More PostgreSQL settings, for example `{ shared_preload_libraries: 'pg_stat_statements' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** false gives up crash safety for speed; for tests only. Default true. */
  readonly durable?: boolean;
  /** Told what takes long or was found, in plain words. */
  readonly report?: (sentence: string) => void;
}

/** A running embedded cluster. */
export interface Cluster {
  readonly port: number;
  readonly dataFolder: string;
  /** Connection URL of the superuser: for making roles and databases, never for a subgraph. */
  superuserUrl(database?: string): string;
  /** Settles when the database has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Stops it (fast shutdown) and waits; safe to call twice. */
  stop(): Promise<void>;
}

/** Connection URL of the superuser of an embedded cluster. */
export function superuserUrl(password: string, port: number, database = 'postgres'): string {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/${database}`;
}

/** Recovery after a crash replays at most `max_wal_size` (1 GB); slower than this is a fault. */
const READY_DEADLINE_MS = 120_000;
/** A fast shutdown takes 0.2 s; what takes longer is ended without a checkpoint, the next start recovers. */
const STOP_DEADLINE_MS = 15_000;
const LOG_ROTATE_BYTES = 10_000_000;

/**
 * Starts the embedded PostgreSQL of a state folder: on loopback only, no Unix socket, under a keeper that ends it
 * with us. Creates the cluster on the first start; stops a postmaster that outlived an earlier run first.
 *
 * @throws OperatorError with one sentence for the operator
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { state } = options;
  const binaries = embeddedBinaries(state);
  const durable = options.durable ?? true;
  refuseOtherMajor(state, binaries.major);
  refuseLostSecrets(state, dataFolderOf(state, binaries.major));
  const { superuser: password } = ensureSecrets(state, []);
  const { dataFolder, created } = await ensureCluster(state, binaries, password, durable);
  if (created)
    options.report?.(`made an empty PostgreSQL ${binaries.major} database cluster in ${dataFolder}`);

  const left = clearLeftPostmaster(binaries, dataFolder, join(state, 'postmaster.pid.stale'));
  if (left.kind === 'ours')
    options.report?.(`stopped the database that an earlier run left (process ${String(left.pid)})`);
  if (left.kind === 'foreign')
    options.report?.(
      `a stale database pid file named process ${String(left.pid)}, which is not ours and was left alone`,
    );

  const settings = { ...(durable ? {} : { fsync: 'off' }), ...options.settings };
  const { kept, port } = await launch(
    binaries,
    dataFolder,
    join(state, 'postgres.log'),
    settings,
    password,
    options.port,
  );
  const ended = kept.ended.then(
    () => undefined,
    () => undefined,
  );
  return {
    port,
    dataFolder,
    superuserUrl: (database) => superuserUrl(password, port, database),
    ended,
    stop: async () => {
      kept.end();
      const timer = new AbortController();
      const late = pause(STOP_DEADLINE_MS, 'late', { signal: timer.signal }).catch(() => 'ended');
      const outcome = await Promise.race([ended.then(() => 'ended'), late]);
      timer.abort();
      // Also when the keeper was killed by hand: then the program may still be there.
      stopPostmaster(binaries, dataFolder, outcome === 'late' ? 'immediate' : 'fast');
    },
  };
}

/** New passwords would not open the old cluster, and would overwrite the place where the old ones may be restored. */
function refuseLostSecrets(state: string, dataFolder: string): void {
  if (!existsSync(dataFolder) || readSecrets(state) !== null) return;
  throw new OperatorError(
    `${dataFolder} is there, but the passwords to open it are not: restore ${join(state, 'secrets.json')}, or start ` +
      'over with "npx --no modellregion reset".',
  );
}

async function launch(
  binaries: EmbeddedBinaries,
  dataFolder: string,
  logFile: string,
  settings: Readonly<Record<string, string>>,
  password: string,
  wantedPort: number | undefined,
): Promise<{ kept: KeptProgram; port: number }> {
  rotate(logFile);
  const deadline = Date.now() + READY_DEADLINE_MS;
  for (;;) {
    const port = wantedPort ?? (await freePort());
    const log = openSync(logFile, 'a', 0o600);
    const logStart = fstatSync(log).size;
    let kept: KeptProgram;
    try {
      kept = startKept([binaries.postgres, '-D', dataFolder, ...settingArguments(port, settings)], {
        cwd: dataFolder,
        user: binaries.user,
        output: log,
      });
    } finally {
      closeSync(log);
    }
    const failure = await untilReady(kept, port, password, dataFolder, deadline);
    if (failure === null) return { kept, port };
    kept.end();
    await kept.ended.catch(() => -1);
    const said = readFrom(logFile, logStart);
    // Both pass by themselves: a port taken in between, and backends of a killed postmaster that end soon.
    const passing = /could not bind|shared memory block .* is still in use|Address already in use/.test(said);
    if (!passing || Date.now() > deadline) throw startFailure(failure, said, logFile);
    await pause(200);
  }
}

/**
 * Statements and row values never reach the log (they hold personal data): hence log_min_error_statement and the
 * terse verbosity, which leaves out DETAIL.
 */
function settingArguments(port: number, extra: Readonly<Record<string, string>>): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    // Short queries on small data: compiling them costs more than it saves.
    jit: 'off',
    ...extra,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** @returns null when the database of this data folder answers, else what is wrong */
async function untilReady(
  kept: KeptProgram,
  port: number,
  password: string,
  dataFolder: string,
  deadline: number,
): Promise<string | null> {
  const ended = kept.ended.then(
    (code) => ({ failure: `it ended with exit code ${String(code)}` }),
    (error: unknown) => ({ failure: errorMessage(error) }),
  );
  for (;;) {
    const answer = await Promise.race([ended, askForDataFolder(port, password)]);
    if (typeof answer === 'object') return answer.failure;
    if (answer === dataFolder) return null;
    if (answer === 'refused')
      return 'it does not accept the password in secrets.json of the same state folder';
    if (Date.now() > deadline) return `it does not answer on port ${String(port)}`;
    await Promise.race([ended, pause(20)]);
  }
}

/** Asking for the folder proves that it is our database that answers there, not another one on the same port. */
async function askForDataFolder(port: number, password: string): Promise<string> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  // A connection that breaks after the answer must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? 'unknown';
  } catch (error) {
    return errorCode(error) === '28P01' ? 'refused' : 'not yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function startFailure(failure: string, said: string, logFile: string): OperatorError {
  const reason = said
    .split('\n')
    .filter((line) => /FATAL|PANIC|error while loading|not found/.test(line))
    .at(-1);
  return new OperatorError(
    `The embedded PostgreSQL could not start: ${failure}. ${reason === undefined ? '' : `It says: ${reason.trim()} `}` +
      `The full log is ${logFile}.`,
  );
}

function readFrom(file: string, start: number): string {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(Math.max(fstatSync(handle).size - start, 0), 100_000));
    return buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, start));
  } finally {
    closeSync(handle);
  }
}

function rotate(file: string): void {
  if (existsSync(file) && statSync(file).size > LOG_ROTATE_BYTES) renameSync(file, `${file}.1`);
}
