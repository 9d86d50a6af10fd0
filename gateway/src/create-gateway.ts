import {
  portalQueries,
  readTlsFiles,
  TlsFileError,
  type RegistryEntry,
  type TlsMaterial,
} from '@modellregion/schema';
import type { OpenWay } from '@modellregion/schema/outgoing';
import type { FastifyInstance } from 'fastify';
import { createAuthenticate, type Authenticate } from './auth/authenticate.js';
import { createKeySet } from './auth/key-set.js';
import type { GatewayConfig } from './config.js';
import { codeOf } from './errors/fault.js';
import { StartupError } from './errors/startup-error.js';
import type { DeveloperPagesContext } from './developer/index.js';
import { createDrain } from './http/drain.js';
import { registerGraphqlRoute } from './http/graphql-route.js';
import { registerHealthRoutes } from './http/health-routes.js';
import { createServer } from './http/server.js';
import { registerOpenData } from './open-data/index.js';
import { subgraphTargets, unusedAddresses } from './supergraph/subgraph-directory.js';
import { startRunner } from './operations/start-runner.js';
import { startReleases, type Releases } from './release/start-releases.js';
import type { FeedTimes } from './release/feed-times.js';
import { createFileFeed } from './supergraph/file-feed.js';
import { serveRegion } from './supergraph/served-region.js';
import { createLogger, type Logger } from './telemetry/logger.js';
import { createMetrics, NO_METRICS, type Metrics } from './telemetry/metrics.js';
import { startMetricsServer } from './telemetry/metrics-server.js';
import { createConnections } from './upstream/connections.js';
import { createOutgoing } from './upstream/outgoing.js';
import { VERSION } from './version.js';

/** A gateway that listens. */
export interface Gateway {
  /** Where it listens, for example `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  /** Looks at the supergraph's file at once and takes over what stands there, even if it was refused before. */
  reload(): void;
  /** Drains and ends; what is under way is answered, within 5 s in all. May be called more than once. */
  close(): Promise<void>;
}

/** What comes with the configuration; tests bring their own. */
export interface GatewayParts {
  /** Who runs what; not looked at in profile `open`. */
  readonly registry: readonly RegistryEntry[];
  /** Reads it again for a new supergraph, which may have new subgraphs; without: it stays as it is. */
  readonly readRegistry?: () => readonly RegistryEntry[];
  readonly log?: Logger;
  /** How patiently the registry is asked for releases. */
  readonly feedTimes?: Partial<FeedTimes>;
}

/** What has to end again, in the order in which it began. */
type Ends = (() => void | Promise<void>)[];

/**
 * Builds the gateway and starts to listen.
 *
 * @throws StartupError saying in one sentence what is missing and what to do; nothing is left running then
 */
export async function createGateway(config: GatewayConfig, parts: GatewayParts): Promise<Gateway> {
  const ends: Ends = [];
  let ending: Promise<void> | null = null;
  const close = (): Promise<void> => (ending ??= endAll(ends));
  try {
    const { port, reload } = await start(config, parts, ends);
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    const scheme = config.tls === null ? 'http' : 'https';
    return { port, url: `${scheme}://${host}:${String(port)}`, reload, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @returns what the handle tells of it */
async function start(
  config: GatewayConfig,
  parts: GatewayParts,
  ends: Ends,
): Promise<Pick<Gateway, 'port' | 'reload'>> {
  const log = parts.log ?? createLogger(config.logLevel);
  const metrics = await startMetrics(config, log, ends);
  const outgoing = createOutgoing(config.outgoing);
  const { feed, usage } = startFeed(config, parts, { open: outgoing.toRegistry, log, metrics }, ends);
  ends.push(() => feed.stop());
  const candidate = await feed.first();
  const { source, registry: entries } = await candidate.read();
  const targets = subgraphTargets(source, entries, config);
  const unused = unusedAddresses(source, config);
  if (unused.length > 0) log.warn({ variables: unused }, 'address of no subgraph of this supergraph');
  const connections = createConnections({ config, outgoing, log, metrics });
  ends.push(connections.close);
  const connected = connections.open(targets, entries);
  const authenticate = await startIdentity(config, outgoing.toIssuer, log, ends);
  const { runner, stage } = await startRunner(source, connected.subgraphs, config, log, metrics);
  ends.push(() => runner.stop());
  const region = serveRegion(
    { candidate, source, registry: entries, connected },
    { config, feed, stage, connections, log, metrics },
  );
  const drain = createDrain(config.drainMs);
  const app = createServer(drain.isDraining, config.clientTimeoutMs, readTls(config));
  const { health, registry, supergraphSdl, status } = region;
  registerHealthRoutes(app, { health, supergraph: status, isDraining: drain.isDraining, version: VERSION });
  registerGraphqlRoute(app, { authenticate, runner, log, metrics, usage });
  const openData = registerOpenData(app, {
    runner,
    supergraphSdl,
    registry: () => (config.profile === 'open' ? [] : registry()),
    identified: config.profile !== 'open',
    publicUrl: config.publicUrl,
    catalog: config.catalog,
    log,
    metrics,
  });
  if (config.profile === 'developer') {
    await addDeveloperPages(app, {
      registry,
      health,
      sdl: () => ({ api: runner.apiSdl(), supergraph: supergraphSdl() }),
      dataSources: openData.dataSources,
    });
  }
  const port = await listen(app, config);
  ends.push(() => drain.close(app));
  region.start();
  ends.push(region.stop);
  return { port, reload: region.reload };
}

/** Where supergraphs come from: the registry, if the operator named one, else the file. */
function startFeed(
  config: GatewayConfig,
  { registry, readRegistry = () => registry, feedTimes }: GatewayParts,
  parts: { readonly open: OpenWay; readonly log: Logger; readonly metrics: Metrics },
  ends: Ends,
): Pick<Releases, 'feed' | 'usage'> {
  if (config.release === null) return { feed: createFileFeed(config, readRegistry), usage: null };
  const releases = startReleases(config, config.release, {
    ...parts,
    ...(feedTimes === undefined ? {} : { times: feedTimes }),
  });
  ends.push(releases.stop);
  return releases;
}

/** What began last ends first: the server stops to listen before the subgraphs' connections are given up. */
async function endAll(ends: Ends): Promise<void> {
  for (const end of ends.toReversed()) await end();
}

async function startIdentity(
  { identity }: GatewayConfig,
  open: OpenWay,
  log: Logger,
  ends: Ends,
): Promise<Authenticate | null> {
  if (identity === null) return null;
  const keys = createKeySet(identity.jwks, open, log);
  ends.push(keys.stop);
  await keys.start();
  return createAuthenticate(identity, keys);
}

async function startMetrics({ metrics: where }: GatewayConfig, log: Logger, ends: Ends): Promise<Metrics> {
  if (where === null) return NO_METRICS;
  const metrics = createMetrics();
  const server = await startMetricsServer(where, metrics);
  ends.push(server.close);
  log.info({ host: where.host, port: server.port }, 'metrics can be read');
  return metrics;
}

function readTls({ tls }: GatewayConfig): TlsMaterial | null {
  try {
    return tls === null ? null : readTlsFiles(tls);
  } catch (error) {
    if (error instanceof TlsFileError) throw new StartupError(error.message);
    throw error;
  }
}

/** Loaded only where they are shown: production does not carry the pages. */
async function addDeveloperPages(
  app: FastifyInstance,
  pages: Pick<DeveloperPagesContext, 'registry' | 'health' | 'sdl' | 'dataSources'>,
): Promise<void> {
  const { registerDeveloperPages } = await import('./developer/index.js');
  registerDeveloperPages(app, { ...pages, version: VERSION, portalQueries: portalQueries() });
}

/** @returns the port, which the system chose if it was 0 */
async function listen(app: FastifyInstance, { host, port }: GatewayConfig): Promise<number> {
  try {
    await app.listen({ host, port });
    const address = app.server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') {
      throw new StartupError(
        `Port ${String(port)} on ${host} is taken; end what listens there or choose another with --port.`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartupError(
        `The gateway cannot listen on ${host} port ${String(port)} (${code}); choose --host and --port.`,
      );
    }
    throw error;
  }
}
