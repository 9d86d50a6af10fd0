import { tlsFilesOf, type TlsFiles } from '@modellregion/schema';
import { z } from 'zod';
import { fixedClock, systemClock, type Clock } from './clock.js';
import {
  databaseUrlAlone,
  databaseUrlOf,
  readValues,
  refuseFaults,
  type Environment,
} from './read-environment.js';

const PROFILES = ['developer', 'production'] as const;

const port = z.coerce.number().int().min(0).max(65_535);
const path = z.string().min(1);

const environment = z.object({
  /** Connection URL of this subgraph's own database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  /** PEM bundle the database's certificate must lead to; the connection is TLS then. */
  MODELLREGION_DATABASE_CA_FILE: path.optional(),
  /** Connections to the database at most; the cluster has 100 for everybody. */
  MODELLREGION_DB_POOL: z.coerce.number().int().min(1).max(50).default(10),
  /** Port to listen on; 0 takes a free one. */
  PORT: port.default(0),
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** `developer` allows introspection and a fixed clock; default `production`. */
  MODELLREGION_PROFILE: z.enum(PROFILES).default('production'),
  /** JSON file with everybody's public call keys. */
  MODELLREGION_KEY_DIRECTORY: path,
  /** JSON file with this subgraph's private call keys, readable by its user alone. */
  MODELLREGION_CALL_KEY_FILE: path,
  /** Certificate of the listener, PEM, with what leads to its authority; none: plain HTTP. */
  MODELLREGION_TLS_CERT_FILE: path.optional(),
  /** Its key, PEM, readable by this subgraph's user alone. */
  MODELLREGION_TLS_KEY_FILE: path.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** An instant that stands for "now"; developer profile only, for repeatable tests. */
  MODELLREGION_FIXED_CLOCK: z.iso.datetime({ offset: true }).optional(),
});

/** Every variable a subgraph reads; the operator's page describes each. */
export const SUBGRAPH_SETTINGS: readonly string[] = Object.keys(environment.shape);

/** Configuration of a subgraph process, read once at the door. */
export interface SubgraphConfig {
  readonly databaseUrl: string;
  readonly port: number;
  readonly host: string;
  readonly profile: (typeof PROFILES)[number];
  readonly keyDirectoryFile: string;
  readonly callKeyFile: string;
  /** Null: plain HTTP. */
  readonly tls: TlsFiles | null;
  readonly logLevel: string;
  readonly fixedClock: string | null;
  readonly poolMax: number;
}

/** What could be read, and what could not: each fault a phrase that begins with the variable's name. */
export interface ConfigReading {
  /** A value that is missing or faulty is absent. */
  readonly config: Partial<SubgraphConfig>;
  readonly faults: readonly string[];
}

/**
 * Reads and checks the environment of a subgraph. `NAME_FILE` may stand for `NAME` and names a file that holds
 * the value (for secrets).
 *
 * @throws ConfigError that lists every fault, not only the first
 */
export function readConfig(env: Environment): SubgraphConfig {
  const { config, faults } = inspectConfig(env);
  refuseFaults(faults);
  return Object.freeze(config as SubgraphConfig);
}

/** The same for whoever wants to go on with what is right, as `config check` does. */
export function inspectConfig(env: Environment): ConfigReading {
  const faults: string[] = [];
  const values = readValues(environment, env, faults);
  const { MODELLREGION_FIXED_CLOCK: fixed, MODELLREGION_PROFILE: profile } = values;
  if (fixed !== undefined && profile !== 'developer') {
    faults.push('MODELLREGION_FIXED_CLOCK is only for the developer profile: remove it');
  }
  const tls = tlsFilesOf(values.MODELLREGION_TLS_CERT_FILE, values.MODELLREGION_TLS_KEY_FILE);
  if (tls !== null && 'fault' in tls) faults.push(tls.fault.replace(/\.$/, ''));
  const read = {
    databaseUrl: databaseUrlOf(values, faults),
    port: values.PORT,
    host: values.HOST,
    profile,
    keyDirectoryFile: values.MODELLREGION_KEY_DIRECTORY,
    callKeyFile: values.MODELLREGION_CALL_KEY_FILE,
    tls: tls === null || 'fault' in tls ? null : tls,
    logLevel: values.LOG_LEVEL,
    fixedClock: fixed ?? null,
    poolMax: values.MODELLREGION_DB_POOL,
  };
  const config = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
  return { config: config, faults };
}

/** The clock of the process: the machine's, unless the developer profile fixed one. */
export function clockOf(config: SubgraphConfig): Clock {
  return config.fixedClock === null ? systemClock : fixedClock(config.fixedClock);
}

/** The database alone, for `migrate`, `seed`, `backup` and `restore`. */
export function readDatabaseUrl(env: Environment): string {
  const faults: string[] = [];
  const url = databaseUrlOf(readValues(environment, env, faults), faults);
  return databaseUrlAlone(url, faults, 'this subgraph');
}
