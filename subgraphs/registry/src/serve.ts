import type { AddressInfo } from 'node:net';
import { readTlsFiles } from '@modellregion/schema';
import { checkPublication } from '@modellregion/schema/checks';
import { checkDatabase, STATEMENT_TIMEOUT_MS, systemClock, type Clock } from '@modellregion/subgraph-kit';
import { pino, type Logger } from 'pino';
import { publicationQueue } from './acts/publication-queue.js';
import { readRegion } from './acts/region.js';
import type { Registry } from './acts/registry-context.js';
import { registryVersion, type RegistryConfig } from './config.js';
import { registryGraphql } from './graphql/server.js';
import { registryServer } from './http/server.js';
import { deliveries } from './releases/deliver.js';
import { listenForReleases, type ReleaseNews } from './releases/release-news.js';
import { connect } from './store/database.js';

/** A registry that listens. */
export interface RunningRegistry {
  readonly port: number;
  readonly registry: Registry;
  readonly log: Logger;
  /** Answers what is under way, then closes server and database. */
  readonly close: () => Promise<void>;
}

/**
 * Serves the registry over HTTP or HTTPS.
 *
 * @param clock for tests; signatures have an age
 * @throws Error when the region was not initialised, or the port is taken
 */
export async function serveRegistry(
  config: RegistryConfig,
  clock: Clock = systemClock,
): Promise<RunningRegistry> {
  const log = pino({ level: config.logLevel, base: { name: 'registry' } });
  const settings = {
    url: config.databaseUrl,
    poolMax: config.poolMax,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: 'registry',
  };
  const db = connect(settings);
  let news: ReleaseNews | null = null;
  try {
    const releases = deliveries(db);
    const registry: Registry = {
      db,
      region: (await readRegion(db)).name,
      clock,
      log,
      releaseKeys: config.releaseKeys,
      publications: publicationQueue(config.databaseUrl),
      check: (input) => checkPublication(input, config),
      usageDays: config.usageDays,
      portalQueries: config.portalQueries,
      askRunning: config.askRunning,
      profile: config.profile,
      allowedHosts: config.allowedHosts,
      released: () => releases.announce(),
    };
    const apollo = await registryGraphql(log);
    const version = registryVersion();
    const server = await registryServer({
      registry,
      apollo,
      releases,
      version,
      tls: config.tls === null ? null : readTlsFiles(config.tls),
      database: () => checkDatabase(settings),
    });
    news = await listenForReleases(config.databaseUrl, () => releases.announce(), log);
    await server.app.listen({ port: config.port, host: config.host });
    const { port } = server.app.server.address() as AddressInfo;
    log.info({ port, tls: config.tls !== null, version, region: registry.region }, 'listening');
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      await server.drain(config.profile === 'developer' ? 0 : 1_500);
      await apollo.stop();
      await news?.stop();
      await db.$disconnect();
    };
    return { port, registry, log, close: () => (closing ??= close()) };
  } catch (error) {
    await news?.stop();
    await db.$disconnect();
    throw error;
  }
}
