import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { LOCAL_AUDIENCE, LOCAL_ISSUER, localIssuerFiles } from './auth/local-issuer.js';
import { parseCli } from './cli-options.js';
import { StartupError } from './errors/startup-error.js';
import { stateFolder } from './state-folder.js';

export const PROFILES = ['production', 'developer', 'open'] as const;
export type Profile = (typeof PROFILES)[number];

/** Who signs the bearer tokens this gateway accepts. */
export interface IdentityConfig {
  readonly issuer: string;
  readonly audience: string;
  /** Public keys of the issuer. */
  readonly jwks: URL;
  /** Client ids (`azp`) whose tokens are accepted; null: all. */
  readonly clients: readonly string[] | null;
}

/** Everything the gateway takes from outside, read once and frozen. */
export interface GatewayConfig {
  readonly profile: Profile;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly supergraphFile: string;
  readonly logLevel: string;
  /** Null only in profile `open`. */
  readonly identity: IdentityConfig | null;
  /** Public call keys of all parties; null: no file named. */
  readonly keyDirectoryFile: string | null;
  /** This gateway's private call keys; null: no file named. */
  readonly callKeyFile: string | null;
  /** Addresses from the environment by the `<NAME>` part of `MODELLREGION_SUBGRAPH_<NAME>_URL`. */
  readonly subgraphUrls: ReadonlyMap<string, URL>;
  /** Milliseconds for a whole answer of a subgraph without a deadline of its own. */
  readonly deadlineMs: number;
  /** Milliseconds between "not ready" and the end of listening, so that balancers and keep-alive clients leave. */
  readonly drainMs: number;
  /** Milliseconds for a client to send its headers, and for its whole request. */
  readonly clientTimeoutMs: number;
}

const port = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    'must be a whole number from 0 to 65535',
  )
  .transform(Number);
const milliseconds = z
  .string()
  .refine((text) => /^\d{2,6}$/.test(text), 'must be milliseconds, a whole number from 10 to 999999')
  .transform(Number);
const httpUrl = z
  .string()
  .refine((text) => /^https?:$/.test(parseUrl(text)?.protocol ?? ''), 'must be an http or https URL')
  .transform((text) => new URL(text));

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const settings = z.object({
  MODELLREGION_PROFILE: z.enum(PROFILES, `must be one of ${PROFILES.join(', ')}`).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  MODELLREGION_SUPERGRAPH: z.string().optional(),
  MODELLREGION_DEADLINE_MS: milliseconds.default(3000),
  MODELLREGION_KEY_DIRECTORY: z.string().optional(),
  MODELLREGION_CALL_KEY_FILE: z.string().optional(),
  MODELLREGION_JWT_ISSUER: z.string().optional(),
  MODELLREGION_JWT_AUDIENCE: z.string().optional(),
  MODELLREGION_JWT_CLIENTS: z.string().optional(),
  MODELLREGION_JWKS: z.string().optional(),
});
type Settings = z.infer<typeof settings>;

const SUBGRAPH_URL = /^MODELLREGION_SUBGRAPH_([A-Z0-9_]+)_URL$/;

/**
 * Reads arguments and environment; arguments win. An environment variable that is set but empty counts as
 * absent, as composition files tend to leave them.
 *
 * @throws StartupError (exit code 2) naming every fault at once.
 */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): GatewayConfig {
  const faults: string[] = [];
  const cli = parseCli(argv, faults);
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settings.safeParse({
    ...present,
    ...(cli.profile === undefined ? {} : { MODELLREGION_PROFILE: cli.profile }),
    ...(cli.port === undefined ? {} : { PORT: cli.port }),
    ...(cli.host === undefined ? {} : { HOST: cli.host }),
    ...(cli.supergraph === undefined ? {} : { MODELLREGION_SUPERGRAPH: cli.supergraph }),
  });
  const subgraphUrls = readSubgraphUrls(present, faults);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${label(issue.path, cli)} ${issue.message}.`));
    throw StartupError.ofFaults(faults);
  }
  const values = parsed.data;
  const identity = readIdentity(values, env, faults);
  if (faults.length > 0) throw StartupError.ofFaults(faults);
  return Object.freeze({
    profile: values.MODELLREGION_PROFILE,
    host: values.HOST,
    port: values.PORT,
    supergraphFile: resolve(values.MODELLREGION_SUPERGRAPH ?? regionSupergraph()),
    logLevel: values.LOG_LEVEL,
    identity,
    ...keyFiles(values, env),
    subgraphUrls,
    deadlineMs: values.MODELLREGION_DEADLINE_MS,
    // Probed: with 1.5 s of "not ready" and closed connections no request of 200/s was lost at the end.
    drainMs: values.MODELLREGION_PROFILE === 'production' ? 1500 : 50,
    clientTimeoutMs: 10_000,
  });
}

/** The key by which a subgraph's address is looked up in {@link GatewayConfig.subgraphUrls}. */
export function environmentName(subgraph: string): string {
  return subgraph.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

function readIdentity(values: Settings, env: NodeJS.ProcessEnv, faults: string[]): IdentityConfig | null {
  if (values.MODELLREGION_PROFILE === 'open') return null;
  const local = values.MODELLREGION_PROFILE === 'developer';
  const issuer = values.MODELLREGION_JWT_ISSUER ?? (local ? LOCAL_ISSUER : undefined);
  const audience = values.MODELLREGION_JWT_AUDIENCE ?? (local ? LOCAL_AUDIENCE : undefined);
  const jwks = values.MODELLREGION_JWKS ?? (local ? localIssuerFiles(env).jwks : undefined);
  if (issuer === undefined || audience === undefined || jwks === undefined) {
    const missing = Object.entries({
      MODELLREGION_JWT_ISSUER: issuer,
      MODELLREGION_JWT_AUDIENCE: audience,
      MODELLREGION_JWKS: jwks,
    }).filter(([, value]) => value === undefined);
    faults.push(
      `Nobody could sign in: set ${missing.map(([name]) => name).join(', ')}, or choose --profile developer or open.`,
    );
    return null;
  }
  const clients = values.MODELLREGION_JWT_CLIENTS?.split(',').map((it) => it.trim());
  return Object.freeze({
    issuer,
    audience,
    jwks: jwksLocation(jwks, local, faults),
    clients: clients === undefined ? null : clients.filter((it) => it !== ''),
  });
}

/** Keys that came over plain http could be anyone's; only a developer's own machine may serve them so. */
function jwksLocation(text: string, local: boolean, faults: string[]): URL {
  const url = parseUrl(text);
  if (url === null || !/^[a-z][a-z+.-]+:\/\//i.test(text)) return pathToFileURL(resolve(text));
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (
    url.protocol !== 'https:' &&
    url.protocol !== 'file:' &&
    !(local && url.protocol === 'http:' && loopback)
  ) {
    faults.push('MODELLREGION_JWKS must be an https URL or the path of a file.');
  }
  return url;
}

function keyFiles(
  values: Settings,
  env: NodeJS.ProcessEnv,
): Pick<GatewayConfig, 'keyDirectoryFile' | 'callKeyFile'> {
  const local = (name: string): string | null =>
    values.MODELLREGION_PROFILE === 'developer' ? resolve(stateFolder(env), 'keys', name) : null;
  return {
    keyDirectoryFile: values.MODELLREGION_KEY_DIRECTORY ?? local('directory.json'),
    callKeyFile: values.MODELLREGION_CALL_KEY_FILE ?? local('gateway.json'),
  };
}

function readSubgraphUrls(
  env: Readonly<Record<string, unknown>>,
  faults: string[],
): ReadonlyMap<string, URL> {
  const urls = new Map<string, URL>();
  for (const [name, value] of Object.entries(env)) {
    const subgraph = SUBGRAPH_URL.exec(name)?.[1];
    if (subgraph === undefined) continue;
    const url = httpUrl.safeParse(value);
    if (url.success) urls.set(subgraph, url.data);
    else faults.push(`${name} must be an http or https URL.`);
  }
  return urls;
}

/** Where a value came from, as the person wrote it. */
function label(path: readonly PropertyKey[], cli: ReturnType<typeof parseCli>): string {
  const name = String(path[0]);
  if (name === 'PORT' && cli.port !== undefined) return '--port';
  if (name === 'MODELLREGION_PROFILE' && cli.profile !== undefined) return '--profile';
  return name;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** The region's own composed schema stands beside the code of the schema package. */
function regionSupergraph(): string {
  return join(
    dirname(createRequire(import.meta.url).resolve('@modellregion/schema/package.json')),
    'supergraph.graphql',
  );
}
