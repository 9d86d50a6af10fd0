import { migrate, serveUntilStopped, systemClock } from '@modellregion/subgraph-kit';
import { pino } from 'pino';
import { found } from '../acts/found.js';
import { readRegistryConfig } from '../config.js';
import { bringUpToDate } from '../dev/bring-up-to-date.js';
import { developmentRegion, foundingOf, type DevelopmentRegion } from '../dev/development-region.js';
import { serveRegistry } from '../serve.js';
import { UsageError } from './command-error.js';
import { readOptions } from './read-options.js';
import { MIGRATIONS, SERVICE_USAGE, withDatabase } from './with-database.js';

/**
 * `serve [--migrate] [--development]`: answers until it is told to stop. With `--development` it founds the region of
 * this clone on its first start, and publishes what has changed in the clone on later ones.
 */
export async function serveCommand(argv: readonly string[]): Promise<void> {
  const { words, values } = readOptions(argv, ['migrate?', 'development?'], SERVICE_USAGE);
  if (words.length > 0) throw new UsageError(`${words.join(' ')} is too much.\n${SERVICE_USAGE}`);
  const config = readRegistryConfig(process.env);
  const development = values['development'] === true ? thisClone() : null;
  const running = await serveUntilStopped(async () => {
    if (values['migrate'] === true) await migrate({ url: config.databaseUrl, folder: MIGRATIONS });
    if (development !== null) await foundIfEmpty(development);
    return serveRegistry(config);
  });
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
    const release = await found({ ...config, db, clock: systemClock, log }, foundingOf(development));
    log.info({ release: release?.sequence, hash: release?.hash }, 'region founded');
  });
}
