import { readFileSync } from 'node:fs';
import {
  portalQueries,
  readAuthorities,
  tlsFilesOf,
  withProxyNames,
  type PortalQuery,
  type PrivateCallKey,
  type TlsFiles,
} from '@modellregion/schema';
import type { OutgoingWays } from '@modellregion/schema/checks';
import { hostsSetting, readSigningKeys, type PrivateSigningKey } from '@modellregion/schema/release';
import {
  databaseUrlAlone,
  databaseUrlOf,
  readValues,
  refuseFaults,
  type Environment,
} from '@modellregion/subgraph-kit';
import { readCallKeys } from '@modellregion/subgraph-kit/region';
import { z } from 'zod';

const path = z.string().min(1);
const proxy = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((text) => new URL(text));

const environment = z.object({
  /** Connection URL of the registry's own database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  /** PEM bundle the database's certificate must lead to; the connection is TLS then. */
  MODELLREGION_DATABASE_CA_FILE: path.optional(),
  /** Connections to the database at most. */
  MODELLREGION_DB_POOL: z.coerce.number().int().min(1).max(50).default(10),
  /** Port to listen on; 0 takes a free one. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(4010),
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  MODELLREGION_PROFILE: z.enum(['developer', 'production']).default('production'),
  /** JSON file with the private keys that sign releases, the newest first. */
  MODELLREGION_RELEASE_KEY_FILE: path,
  /** Days of usage that a publication must not break. */
  MODELLREGION_USAGE_DAYS: z.coerce.number().int().min(1).max(400).default(30),
  /** File with the operations of portals, whose cost checks compare; none: no operations. */
  MODELLREGION_PORTAL_QUERIES: path.optional(),
  /** Whether running subgraphs are asked for what they serve before they are published. */
  MODELLREGION_ASK_SUBGRAPHS: z.enum(['yes', 'no']).default('yes'),
  /** JSON file with the registry's private call keys, which sign what it asks them. */
  MODELLREGION_CALL_KEY_FILE: path.optional(),
  /** Hosts at which subgraphs may be called, as gateways are told: `*.kreis.example` for all below. */
  MODELLREGION_RELEASE_HOSTS: hostsSetting.optional(),
  MODELLREGION_TLS_CERT_FILE: path.optional(),
  MODELLREGION_TLS_KEY_FILE: path.optional(),
  /** PEM bundle of the authorities that vouch for subgraphs; without: those that Node knows. */
  MODELLREGION_CA_FILE: path.optional(),
  HTTP_PROXY: proxy.optional(),
  HTTPS_PROXY: proxy.optional(),
  NO_PROXY: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
type Values = z.infer<typeof environment>;

/** Every variable that the registry reads; the operator's page describes each. */
export const REGISTRY_SETTINGS: readonly string[] = Object.keys(environment.shape);

/** Configuration of the registry, read once at the door. */
export interface RegistryConfig {
  readonly databaseUrl: string;
  readonly poolMax: number;
  readonly port: number;
  readonly host: string;
  readonly profile: 'developer' | 'production';
  readonly releaseKeys: readonly [PrivateSigningKey, ...PrivateSigningKey[]];
  readonly usageDays: number;
  readonly portalQueries: readonly PortalQuery[];
  readonly askRunning: boolean;
  /** Sign what running subgraphs are asked, the newest first; none: they are asked unsigned, on a developer's machine. */
  readonly callKeys: readonly PrivateCallKey[];
  /** Hosts a subgraph may be published at, in production; null: on a developer's machine, any. */
  readonly allowedHosts: readonly string[] | null;
  /** Where subgraphs listen on a developer's machine, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  /** File of the authorities that vouch for subgraphs, where it could be read; null: those that Node knows. */
  readonly caFile: string | null;
  /** The way to subgraphs. */
  readonly outgoing: OutgoingWays;
  readonly tls: TlsFiles | null;
  readonly logLevel: string;
}

/** What could be read, and what could not: each fault a phrase that begins with the variable's name. */
export interface RegistryConfigReading {
  readonly config: Partial<RegistryConfig>;
  readonly faults: readonly string[];
}

/** @throws ConfigError that lists every fault, not only the first */
export function readRegistryConfig(env: Environment): RegistryConfig {
  const { config, faults } = inspectRegistryConfig(env);
  refuseFaults(faults);
  return Object.freeze(config as RegistryConfig);
}

/** The same for whoever wants to go on with what is right. */
export function inspectRegistryConfig(env: Environment): RegistryConfigReading {
  const faults: string[] = [];
  const values = readValues(environment, withProxyNames(env), faults);
  const tls = tlsFilesOf(values.MODELLREGION_TLS_CERT_FILE, values.MODELLREGION_TLS_KEY_FILE);
  if (tls !== null && 'fault' in tls) faults.push(tls.fault.replace(/\.$/, ''));
  const { MODELLREGION_ASK_SUBGRAPHS: ask, MODELLREGION_PROFILE: profile } = values;
  const callKeys = orFault('MODELLREGION_CALL_KEY_FILE', values, readCallKeys, faults);
  if (profile === 'production') faults.push(...productionFaults(values, faults));
  const bundle = orFault('MODELLREGION_CA_FILE', values, readAuthorities, faults) ?? null;
  const read = {
    databaseUrl: databaseUrlOf(values, faults),
    poolMax: values.MODELLREGION_DB_POOL,
    port: values.PORT,
    host: values.HOST,
    profile,
    releaseKeys: orFault('MODELLREGION_RELEASE_KEY_FILE', values, readSigningKeys, faults),
    usageDays: values.MODELLREGION_USAGE_DAYS,
    portalQueries:
      values.MODELLREGION_PORTAL_QUERIES === undefined
        ? []
        : orFault('MODELLREGION_PORTAL_QUERIES', values, portalQueries, faults),
    askRunning: ask === 'yes',
    callKeys: callKeys ?? [],
    allowedHosts: values.MODELLREGION_RELEASE_HOSTS ?? null,
    caFile: bundle === null ? null : (values.MODELLREGION_CA_FILE ?? null),
    outgoing: {
      bundle,
      httpProxy: values.HTTP_PROXY ?? null,
      httpsProxy: values.HTTPS_PROXY ?? null,
      noProxy: values.NO_PROXY ?? '',
    },
    addresses: profile === 'developer' ? addressesOf(env) : new Map<string, string>(),
    tls: tls === null || 'fault' in tls ? null : tls,
    logLevel: values.LOG_LEVEL,
  };
  return {
    config: Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)),
    faults,
  };
}

/** What production cannot do without; a value that was told of already is not missed as well. */
function productionFaults(values: Partial<Values>, told: readonly string[]): readonly string[] {
  const isMissing = (name: keyof Values): boolean =>
    values[name] === undefined && !told.some((fault) => fault.startsWith(name));
  const faults: string[] = [];
  if (values.MODELLREGION_ASK_SUBGRAPHS === 'yes' && isMissing('MODELLREGION_CALL_KEY_FILE')) {
    faults.push(
      'MODELLREGION_CALL_KEY_FILE must be set, since no subgraph answers unsigned questions: make keys with ' +
        '"modellregion call-key registry --file FILE"',
    );
  }
  if (isMissing('MODELLREGION_RELEASE_HOSTS')) {
    faults.push(
      'MODELLREGION_RELEASE_HOSTS must be set: name the hosts at which subgraphs may be called, such as ' +
        '*.paderborn.example',
    );
  }
  return faults;
}

/** The database alone, for what works on it without serving. */
export function readRegistryDatabaseUrl(env: Environment): string {
  const faults: string[] = [];
  const url = databaseUrlOf(readValues(environment, env, faults), faults);
  return databaseUrlAlone(url, faults, 'the registry');
}

/** What `MODELLREGION_SUBGRAPH_<NAME>_URL` says, as gateways read it. */
function addressesOf(env: Environment): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(env).flatMap(([variable, url]) => {
      const name = /^MODELLREGION_SUBGRAPH_([A-Z0-9]+)_URL$/.exec(variable)?.[1]?.toLowerCase();
      return name === undefined || url === undefined || !URL.canParse(url) ? [] : [[name, url] as const];
    }),
  );
}

/** What a file holds that a variable names, or a fault. */
function orFault<T>(
  name: keyof Values,
  values: Partial<Values>,
  read: (file: string) => T,
  faults: string[],
): T | undefined {
  const file = values[name];
  if (typeof file !== 'string') return undefined;
  try {
    return read(file);
  } catch (error) {
    faults.push(`${name}: ${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}`);
    return undefined;
  }
}

/** Version of the package. */
export function registryVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  return version;
}
