import { join } from 'node:path';
import type { OpenWay } from '@modellregion/schema/outgoing';
import {
  readPublicSigningKeys,
  readSigningKeys,
  SigningKeyFileError,
  type PrivateSigningKey,
} from '@modellregion/schema/release';
import type { GatewayConfig } from '../config.js';
import { StartupError } from '../errors/startup-error.js';
import type { SupergraphFeed } from '../supergraph/supergraph-feed.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { UsageCounter } from '../usage/usage-counter.js';
import { startUsageReports, type UsageReports } from '../usage/usage-reports.js';
import { createUsageSpool } from '../usage/usage-spool.js';
import { createRegistryClient, type RegistryClient } from './registry-client.js';
import type { ReleaseConfig } from './release-config.js';
import { FEED_TIMES, type FeedTimes } from './feed-times.js';
import { ReleaseFeed } from './release-feed.js';
import { ReleaseLedger } from './release-ledger.js';
import { createReleaseStore } from './release-store.js';
import { createServingReports, type ServingReports } from './serving-reports.js';

/** What a gateway has to do with the registry. */
export interface Releases {
  readonly feed: SupergraphFeed;
  /** Null where nobody is told what is used. */
  readonly usage: UsageCounter | null;
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly open: OpenWay;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly times?: Partial<FeedTimes>;
}

/** @throws StartupError when the keys that releases or reports need cannot be read */
export function startReleases(
  config: GatewayConfig,
  release: ReleaseConfig,
  { open, log, metrics, times }: Parts,
): Releases {
  const pinned = keysIn('MODELLREGION_RELEASE_KEYS', () => readPublicSigningKeys(release.keysFile));
  const patience = { ...FEED_TIMES, ...times };
  const client = createRegistryClient(release.registry, release.variant, open, patience.deadlineMs);
  const ledger = new ReleaseLedger(release, pinned, config.subgraphUrls);
  const reports = startReports(release, client, () => ledger.served?.hash ?? null, { log, metrics });
  const feed = new ReleaseFeed({
    executor: config.executor,
    registry: release.registry,
    client,
    ledger,
    store: createReleaseStore(release.folder, release.variant),
    onServed: (served) => reports?.serving.serves(served),
    onBack: () => reports?.serving.again(),
    log,
    metrics,
    times: patience,
  });
  return {
    feed,
    usage: reports?.usage?.counter ?? null,
    stop: async () => {
      await Promise.all([reports?.serving.stop(), reports?.usage?.stop()]);
      await client.close();
    },
  };
}

/** Null where nothing is reported. */
function startReports(
  { region, reporting, folder }: ReleaseConfig,
  client: RegistryClient,
  release: () => string | null,
  parts: Pick<Parts, 'log' | 'metrics'>,
): { readonly serving: ServingReports; readonly usage: UsageReports | null } | null {
  if (reporting === null) return null;
  const { gateway, keyFile, usageMs: everyMs } = reporting;
  const common = { ...parts, client, region, gateway, key: reportKey(keyFile) };
  const spool = createUsageSpool(join(folder, 'usage'));
  return {
    serving: createServingReports(common),
    usage: everyMs === 0 ? null : startUsageReports({ ...common, everyMs, spool, release }),
  };
}

/** The newest key signs. */
export function reportKey(file: string): PrivateSigningKey {
  return keysIn('MODELLREGION_REPORT_KEY_FILE', () => readSigningKeys(file))[0];
}

export function keysIn<T>(setting: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SigningKeyFileError) throw new StartupError(`${setting}: ${error.message}`);
    throw error;
  }
}
