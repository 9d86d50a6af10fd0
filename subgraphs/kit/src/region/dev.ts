import { existsSync } from 'node:fs';
import { loadRegion, loadRegistry, REGION_FILE } from '@modellregion/schema';
import { syntheticId } from '../synthetic/index.js';
import { announcement } from './announce.js';
import { DEV_USAGE, readDevOptions } from './dev-options.js';
import { openDataFolder } from './open-data.js';
import { planRegion } from './region-plan.js';
import { runRegion } from './supervisor.js';
import { stateFolder, type Environment } from './state-folder.js';
import { stopOnSignals } from './stop-request.js';

/**
 * `dev`: runs the region until Ctrl-C.
 *
 * @throws UsageError, OperatorError, RegistryError: each with a text for the person at the terminal
 */
export async function dev(argv: readonly string[], env: Environment): Promise<void> {
  const begun = Date.now();
  const options = readDevOptions(argv, env);
  if (options.help) {
    process.stdout.write(DEV_USAGE);
    return;
  }
  const state = stateFolder(options.state === null ? env : { MODELLREGION_STATE: options.state });
  const data = openDataFolder(options.data, env);
  const report = (sentence: string): void => {
    process.stdout.write(`${sentence}\n`);
  };
  const stop = stopOnSignals(report);
  try {
    await runRegion({
      state,
      env,
      seed: options.seed,
      data,
      without: options.without,
      plan: () =>
        planRegion({
          registry: loadRegistry(),
          // A project of a partner's own has no registry to run.
          region: existsSync(REGION_FILE) ? loadRegion() : null,
          env,
          gatewayPort: options.port,
          without: options.without,
        }),
      stop,
      report,
      announce: (plan, runtime) => {
        const tookMs = Date.now() - begun;
        const resident = syntheticId('resident', 1);
        report(announcement({ plan, runtime, state, data, seed: options.seed, resident, tookMs }));
      },
    });
    report('Stopped.');
  } finally {
    stop.dispose();
  }
}
