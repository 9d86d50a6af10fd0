import { migrate, systemClock } from '@modellregion/subgraph-kit';
import { pino } from 'pino';
import { found } from '../acts/found.js';
import { readRegistryConfig } from '../config.js';
import { bringUpToDate } from '../dev/bring-up-to-date.js';
import { developmentRegion, foundingOf, type DevelopmentRegion } from '../dev/development-region.js';
import { serveRegistry } from '../serve.js';
import { UsageError } from './command-error.js';
import { readOptions } from './read-options.js';
import { MIGRATIONS, SERVICE_USAGE, withDatabase } from './with-database.js';

/** What is under way at a stop may take this long; then the process ends all the same. */
const STOP_DEADLINE_MS = 5_000;
/**
 * `serve [--migrate] [--development]`: answers until it is told to stop. With `--development` it founds the region of
 * this clone on its first start, and publishes what has changed in the clone on later ones.
 */
export async function serveCommand(argv: readonly string[]): Promise<void> {
  const { words, values } = readOptions(argv, ['migrate?', 'development?'], SERVICE_USAGE);
  if (words.length > 0) throw new UsageError(`${words.join(' ')} is too much.\n${SERVICE_USAGE}`);
  const config = readRegistryConfig(process.env);
  const abandon = (): void => process.exit(1);
  process.once('disconnect', abandon);
  if (values['migrate'] === true) await migrate({ url: config.databaseUrl, folder: MIGRATIONS });
  const development = values['development'] === true ? thisClone() : null;
  if (development !== null) await foundIfEmpty(development);
  const running = await serveRegistry(config);
  const stop = (): void => {
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        running.log.error({ err: error }, 'fault while stopping');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.off('disconnect', abandon);
  process.once('disconnect', stop);
  if (process.connected) process.send?.({ type: 'ready', port: running.port });
  if (development !== null) {
    bringUpToDate(running.registry, development).catch((error: unknown) => {
      running.log.error({ err: error }, 'the changed contracts of this clone could not be published');
    });
  }
}

function thisClone(): DevelopmentRegion {
  const state = process.env['MODELLREGION_STATE'];
  if (process.env['MODELLREGION_PROFILE'] !== 'developer' || state === undefined) {
    throw new UsageError('--development needs MODELLREGION_PROFILE=developer and MODELLREGION_STATE.');
  }
  return developmentRegion(state, process.env['MODELLREGION_KEY_DIRECTORY']);
}

async function foundIfEmpty(development: DevelopmentRegion): Promise<void> {
  await withDatabase(async (db, config) => {
    if ((await db.region.count()) > 0) return;
    const log = pino({ level: config.logLevel, base: { name: 'registry' } });
    const release = await found(
      { db, clock: systemClock, log, releaseKeys: config.releaseKeys },
      foundingOf(development),
    );
    log.info({ release: release?.sequence, hash: release?.hash }, 'region founded');
  });
}
