import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  loadRegion,
  RegionFileError,
  REPOSITORY_ROOT,
  tlsFilesOf,
  type TlsFiles,
} from '@modellregion/schema';
import type { Proxies } from '@modellregion/schema/outgoing';
import { LOCAL_AUDIENCE, LOCAL_ISSUER, localIssuerFiles } from './auth/local-issuer.js';
import { parseCli } from './cli-options.js';
import { StartupError } from './errors/startup-error.js';
import { readReleaseConfig, type ReleaseConfig } from './release/release-config.js';
import { httpUrl, readSettings, type Executor, type Profile, type Settings } from './settings.js';
import { stateFolder } from './state-folder.js';
import type { BreakerConfig } from './upstream/circuit-breaker.js';

/** Who signs the bearer tokens this gateway accepts. */
export interface IdentityConfig {
  readonly issuer: string;
  readonly audience: string;
  /** Public keys of the issuer. */
  readonly jwks: URL;
  /** Client ids (`azp`) whose tokens are accepted; null: all. */
  readonly clients: readonly string[] | null;
}

/** How connections to subgraphs and to the issuer leave this machine. */
export interface OutgoingConfig extends Proxies {
  /** PEM bundle of the authorities that vouch for subgraphs; null: those that Node knows. */
  readonly caFile: string | null;
}

/** How plans are made and kept; of no concern to the stock executor. */
export interface PlanningConfig {
  /** Longest work to plan one operation, in milliseconds of a processor. */
  readonly budgetMs: number;
  /** Largest heap of the planning thread, in megabytes. */
  readonly heapMb: number;
  /** Room for documents and programs, in bytes. */
  readonly cacheBytes: number;
  /** Labels of `@override(label:)` that are on, each with its share of callers in percent. */
  readonly labelShares: ReadonlyMap<string, number>;
}

/** The way to one subgraph, whatever leads to the others. */
export type SubgraphProxy = URL | 'direct';

/** Where metrics are read. */
export interface MetricsConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Who answers for the catalogue of open data. */
export interface CatalogConfig {
  readonly publisher: string;
  /** Entry in GovData's list of those who deliver to it; null until GovData gave one. */
  readonly contributorId: string | null;
}

/** Everything the gateway takes from outside, read once and frozen. */
export interface GatewayConfig {
  readonly profile: Profile;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Certificate of the listener; null: plain HTTP. */
  readonly tls: TlsFiles | null;
  readonly supergraphFile: string;
  /** Milliseconds between two looks whether its file has changed; 0: none. */
  readonly supergraphPollMs: number;
  /** Null: the supergraph comes from its file. */
  readonly release: ReleaseConfig | null;
  readonly executor: Executor;
  readonly planning: PlanningConfig;
  readonly logLevel: string;
  /** Null only in profile `open`. */
  readonly identity: IdentityConfig | null;
  /** Public call keys of all parties; null: no file named. */
  readonly keyDirectoryFile: string | null;
  /** This gateway's private call keys; null: no file named. */
  readonly callKeyFile: string | null;
  /** Addresses from the environment by the `<NAME>` part of `MODELLREGION_SUBGRAPH_<NAME>_URL`. */
  readonly subgraphUrls: ReadonlyMap<string, URL>;
  /** The same by `MODELLREGION_SUBGRAPH_<NAME>_PROXY`: before `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
  readonly subgraphProxies: ReadonlyMap<string, SubgraphProxy>;
  readonly outgoing: OutgoingConfig;
  /** Address under which the public reaches this gateway; null: whatever address a request came by. */
  readonly publicUrl: URL | null;
  readonly catalog: CatalogConfig;
  /** Milliseconds for a whole answer of a subgraph without a deadline of its own. */
  readonly deadlineMs: number;
  /** Bytes of an answer of a subgraph after which it is given up. */
  readonly maxAnswerBytes: number;
  /** Null: nothing is counted. */
  readonly metrics: MetricsConfig | null;
  /** Null: switched off. */
  readonly breaker: BreakerConfig | null;
  /** Milliseconds between "not ready" and the end of listening, so that balancers and keep-alive clients leave. */
  readonly drainMs: number;
  /** Milliseconds for a client to send its headers, and for its whole request. */
  readonly clientTimeoutMs: number;
}

const SUBGRAPH_SETTING = /^MODELLREGION_SUBGRAPH_([A-Z0-9_]+)_(URL|PROXY)$/;

/**
 * Reads arguments and environment; arguments win. An environment variable that is set but empty counts as
 * absent, as composition files tend to leave them.
 *
 * @throws StartupError (exit code 2) naming every fault at once.
 */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): GatewayConfig {
  const { config, faults } = inspectConfig(argv, env);
  if (faults.length > 0) throw StartupError.ofFaults(faults);
  return config;
}

/** The same for whoever wants to go on with what is right: a faulty value is replaced by its default. */
export function inspectConfig(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly config: GatewayConfig; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const cli = parseCli(argv, faults);
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const { subgraphUrls, subgraphProxies } = readSubgraphSettings(present, faults);
  const { values, faulty } = readSettings(present, cli, faults);
  // What is missing for one profile says nothing where nobody knows which was meant.
  const identity = faulty.has('MODELLREGION_PROFILE') ? null : readIdentity(values, env, faults);
  const tls = tlsFilesOf(values.MODELLREGION_TLS_CERT_FILE, values.MODELLREGION_TLS_KEY_FILE);
  if (tls !== null && 'fault' in tls) faults.push(tls.fault);
  const config = Object.freeze({
    profile: values.MODELLREGION_PROFILE,
    host: values.HOST,
    port: values.PORT,
    tls: tls === null || 'fault' in tls ? null : tls,
    supergraphFile: resolve(values.MODELLREGION_SUPERGRAPH ?? regionSupergraph()),
    supergraphPollMs: values.MODELLREGION_SUPERGRAPH_POLL_MS,
    release: readReleaseConfig(values, faulty, join(stateFolder(env), 'gateway'), faults),
    executor: values.MODELLREGION_EXECUTOR,
    planning: Object.freeze({
      budgetMs: values.MODELLREGION_PLAN_BUDGET_MS,
      heapMb: values.MODELLREGION_PLAN_HEAP_MB,
      cacheBytes: values.MODELLREGION_PLAN_CACHE_MB * 1_000_000,
      labelShares: values.MODELLREGION_OVERRIDE_LABELS,
    }),
    logLevel: values.LOG_LEVEL,
    identity,
    ...keyFiles(values, env),
    subgraphUrls,
    subgraphProxies,
    outgoing: Object.freeze({
      caFile: values.MODELLREGION_CA_FILE ?? null,
      httpProxy: values.HTTP_PROXY ?? null,
      httpsProxy: values.HTTPS_PROXY ?? null,
      noProxy: values.NO_PROXY,
    }),
    publicUrl: values.MODELLREGION_PUBLIC_URL ?? null,
    catalog: Object.freeze({
      publisher: values.MODELLREGION_CATALOG_PUBLISHER ?? regionTitle(faults),
      contributorId: values.MODELLREGION_CATALOG_CONTRIBUTOR ?? null,
    }),
    deadlineMs: values.MODELLREGION_DEADLINE_MS,
    maxAnswerBytes: values.MODELLREGION_MAX_ANSWER_MB * 1_000_000,
    breaker: breakerConfig(values),
    metrics:
      values.MODELLREGION_METRICS_PORT === undefined
        ? null
        : Object.freeze({ host: values.MODELLREGION_METRICS_HOST, port: values.MODELLREGION_METRICS_PORT }),
    // Probed: with 1.5 s of "not ready" and closed connections no request of 200/s was lost at the end.
    drainMs: values.MODELLREGION_PROFILE === 'production' ? 1500 : 50,
    clientTimeoutMs: 10_000,
  });
  return { config, faults };
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

function breakerConfig(values: Settings): BreakerConfig | null {
  if (values.MODELLREGION_BREAKER === 'off') return null;
  return Object.freeze({
    windowMs: values.MODELLREGION_BREAKER_WINDOW_MS,
    minimumCalls: values.MODELLREGION_BREAKER_MIN_CALLS,
    failureRate: values.MODELLREGION_BREAKER_FAILURE_PERCENT / 100,
    slowRate: values.MODELLREGION_BREAKER_SLOW_PERCENT / 100,
    slowPart: values.MODELLREGION_BREAKER_SLOW_AFTER_PERCENT / 100,
    openMs: values.MODELLREGION_BREAKER_OPEN_MS,
    probes: values.MODELLREGION_BREAKER_PROBES,
  });
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

function readSubgraphSettings(
  env: Readonly<Record<string, unknown>>,
  faults: string[],
): Pick<GatewayConfig, 'subgraphUrls' | 'subgraphProxies'> {
  const subgraphUrls = new Map<string, URL>();
  const subgraphProxies = new Map<string, SubgraphProxy>();
  for (const [name, value] of Object.entries(env)) {
    const [, subgraph, what] = SUBGRAPH_SETTING.exec(name) ?? [];
    if (subgraph === undefined) continue;
    const url = httpUrl.safeParse(value);
    if (what === 'PROXY' && value === 'direct') subgraphProxies.set(subgraph, value);
    else if (url.success) (what === 'URL' ? subgraphUrls : subgraphProxies).set(subgraph, url.data);
    else faults.push(`${name} must be an http or https URL${what === 'PROXY' ? ', or direct' : ''}.`);
  }
  return { subgraphUrls, subgraphProxies };
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Also where the pages and the catalogue take it from later: a file that is wrong is told of at the start. */
function regionTitle(faults: string[]): string {
  try {
    return loadRegion().title;
  } catch (error) {
    if (!(error instanceof RegionFileError)) throw error;
    faults.push(error.message);
    return '';
  }
}

/** The composed schema of the region, or of the project that the gateway was installed in. */
function regionSupergraph(): string {
  return join(REPOSITORY_ROOT, 'schema/supergraph.graphql');
}
