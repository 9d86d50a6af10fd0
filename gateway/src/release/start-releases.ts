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
import type { OpenWay } from '../upstream/outgoing.js';
import { createRegistryClient } from './registry-client.js';
import type { ReleaseConfig } from './release-config.js';
import { FEED_TIMES, ReleaseFeed, type FeedTimes } from './release-feed.js';
import { ReleaseLedger } from './release-ledger.js';
import { createReleaseStore } from './release-store.js';
import { createServingReports, type ServingReports } from './serving-reports.js';

/** What a gateway has to do with the registry. */
export interface Releases {
  readonly feed: SupergraphFeed;
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
  const reports = servingReports(release, { client, log });
  const feed = new ReleaseFeed({
    executor: config.executor,
    registry: release.registry,
    client,
    ledger: new ReleaseLedger(release, pinned, config.subgraphUrls),
    store: createReleaseStore(release.folder, release.variant),
    onServed: (served) => reports?.serves(served),
    log,
    metrics,
    times: patience,
  });
  return {
    feed,
    stop: async () => {
      await reports?.stop();
      await client.close();
    },
  };
}

function servingReports(
  { region, reporting }: ReleaseConfig,
  parts: { readonly client: ReturnType<typeof createRegistryClient>; readonly log: Logger },
): ServingReports | null {
  if (reporting === null) return null;
  return createServingReports({
    ...parts,
    region,
    gateway: reporting.gateway,
    key: reportKey(reporting.keyFile),
  });
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
