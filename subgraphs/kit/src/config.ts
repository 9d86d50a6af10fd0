import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fixedClock, systemClock, type Clock } from './clock.js';

const PROFILES = ['developer', 'production'] as const;

const port = z.coerce.number().int().min(0).max(65_535);

const environment = z.object({
  /** Connection URL of this subgraph's own database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  /** Port to listen on; 0 takes a free one. */
  PORT: port.default(0),
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** `developer` allows introspection and a fixed clock; default `production`. */
  MODELLREGION_PROFILE: z.enum(PROFILES).default('production'),
  /** JSON file with everybody's public call keys. */
  MODELLREGION_KEY_DIRECTORY: z.string().min(1),
  /** JSON file with this subgraph's private call keys, readable by its user alone. */
  MODELLREGION_CALL_KEY_FILE: z.string().min(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** An instant that stands for "now"; developer profile only, for repeatable tests. */
  MODELLREGION_FIXED_CLOCK: z.iso.datetime({ offset: true }).optional(),
  /** Connections to the database at most; the cluster has 100 for everybody. */
  MODELLREGION_DB_POOL: z.coerce.number().int().min(1).max(50).default(10),
});

/** Configuration of a subgraph process, read once at the door. */
export interface SubgraphConfig {
  readonly databaseUrl: string;
  readonly port: number;
  readonly host: string;
  readonly profile: (typeof PROFILES)[number];
  readonly keyDirectoryFile: string;
  readonly callKeyFile: string;
  readonly logLevel: string;
  readonly fixedClock: string | null;
  readonly poolMax: number;
}

/** A fault of configuration: its text is for the operator, all faults together. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads and checks the environment of a subgraph. `NAME_FILE` may stand for `NAME` and names a file that holds
 * the value (for secrets).
 *
 * @throws ConfigError that lists every fault, not only the first
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): SubgraphConfig {
  const faults: string[] = [];
  const values = Object.fromEntries(
    Object.keys(environment.shape).map((name) => [name, valueOf(name, env, faults)]),
  );
  const parsed = environment.safeParse(values);
  const fromFiles = faults.length;
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (fromFiles > 0 && faults.some((fault) => fault.startsWith(`${name}_FILE`))) continue;
    faults.push(values[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`);
  }
  if (
    parsed.data?.MODELLREGION_FIXED_CLOCK !== undefined &&
    parsed.data.MODELLREGION_PROFILE !== 'developer'
  ) {
    faults.push('MODELLREGION_FIXED_CLOCK is only for the developer profile: remove it');
  }
  if (faults.length > 0 || parsed.data === undefined) {
    throw new ConfigError(
      `The configuration is not complete:\n${faults.map((it) => `  - ${it}`).join('\n')}`,
    );
  }
  return freeze(parsed.data);
}

/** The clock of the process: the machine's, unless the developer profile fixed one. */
export function clockOf(config: SubgraphConfig): Clock {
  return config.fixedClock === null ? systemClock : fixedClock(config.fixedClock);
}

/** The database alone, for `migrate` and `seed`. */
export function readDatabaseUrl(env: Readonly<Record<string, string | undefined>>): string {
  const faults: string[] = [];
  const value = environment.shape.DATABASE_URL.safeParse(valueOf('DATABASE_URL', env, faults));
  if (!value.success) {
    throw new ConfigError(
      faults[0] ?? 'DATABASE_URL must be set to the postgresql:// URL of this subgraph’s database.',
    );
  }
  return value.data;
}

function valueOf(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): string | undefined {
  const file = env[`${name}_FILE`];
  if (env[name] !== undefined || file === undefined) return env[name] === '' ? undefined : env[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE: ${file} cannot be read`);
    return undefined;
  }
}

function freeze(data: z.infer<typeof environment>): SubgraphConfig {
  return Object.freeze({
    databaseUrl: data.DATABASE_URL,
    port: data.PORT,
    host: data.HOST,
    profile: data.MODELLREGION_PROFILE,
    keyDirectoryFile: data.MODELLREGION_KEY_DIRECTORY,
    callKeyFile: data.MODELLREGION_CALL_KEY_FILE,
    logLevel: data.LOG_LEVEL,
    fixedClock: data.MODELLREGION_FIXED_CLOCK ?? null,
    poolMax: data.MODELLREGION_DB_POOL,
  });
}
