import { existsSync } from 'node:fs';
import { loadRegion, loadRegistry, REGION_FILE, type RegionFile } from '@modellregion/schema';
import { syntheticId } from '../synthetic/index.js';
import { announcement } from './announce.js';
import { DEV_USAGE, readDevOptions, type DevOptions } from './dev-options.js';
import { REGISTRY } from './keys.js';
import { openDataFolder } from './open-data.js';
import { swappedRegion, type SwappedRegion } from './partner/swapped-region.js';
import { planRegion, type RegionEntry } from './region-plan.js';
import { runRegion } from './supervisor.js';
import { stateFolder, type Environment } from './state-folder.js';
import { stopOnSignals } from './stop-request.js';

/**
 * `dev`: runs the region until Ctrl-C.
 *
 * @throws UsageError, OperatorError, RegistryError: each with a text for the person at the terminal
 */
export async function dev(argv: readonly string[], given: Environment): Promise<void> {
  const begun = Date.now();
  const options = readDevOptions(argv, given);
  if (options.help) {
    process.stdout.write(DEV_USAGE);
    return;
  }
  const state = stateFolder(options.state === null ? given : { MODELLREGION_STATE: options.state });
  const data = openDataFolder(options.data, given);
  const report = (sentence: string): void => {
    process.stdout.write(`${sentence}\n`);
  };
  const stop = stopOnSignals(report);
  let swapped: SwappedRegion | null = null;
  try {
    swapped = await swappedIn(options, { state, env: given, report });
    const env = swapped?.env ?? given;
    const without = withoutOf(options);
    await runRegion({
      state,
      env,
      seed: options.seed,
      data,
      without,
      plan: () =>
        planRegion({
          registry: withPlaces(options),
          // A project of a partner's own has no registry to run.
          region: existsSync(REGION_FILE) ? loadRegion() : null,
          env,
          gatewayPort: options.port,
          without,
        }),
      stop,
      report,
      announce: (plan, runtime) => {
        const tookMs = Date.now() - begun;
        const resident = syntheticId('resident', 1);
        report(announcement({ plan, runtime, state, data, seed: options.seed, resident, tookMs }));
        swapped?.watch();
      },
    });
    report('Stopped.');
  } finally {
    await swapped?.close();
    stop.dispose();
  }
}

/** A project of a partner's own has none, and no registry to run. */
function regionHere(): RegionFile | null {
  return existsSync(REGION_FILE) ? loadRegion() : null;
}

/** A region with somebody's own subgraph in it serves what was composed here, and not what a registry of ours releases. */
function withoutOf({ without, subgraphs }: DevOptions): readonly string[] {
  if (subgraphs.length === 0) return without;
  return [...new Set([...without, ...subgraphs.map(({ name }) => name), REGISTRY])];
}

/** A subgraph that is swapped in may be in no registry yet: its name is known all the same. */
function withPlaces({ subgraphs }: DevOptions): readonly RegionEntry[] {
  const registry = loadRegistry();
  const unknown = subgraphs.filter(({ name }) => !registry.some((entry) => entry.name === name));
  const contact = { office: '', email: '' };
  return [
    ...registry,
    ...unknown.map(({ name, url }) => ({ name, url: url.href, operator: { name, contact } })),
  ];
}

function swappedIn(
  { subgraphs, release, without }: DevOptions,
  {
    state,
    env,
    report,
  }: { readonly state: string; readonly env: Environment; readonly report: (text: string) => void },
): Promise<SwappedRegion | null> {
  if (subgraphs.length === 0) return Promise.resolve(null);
  const names = [...without, ...subgraphs.map(({ name }) => name), REGISTRY];
  // What is in the registry and here would be started: it need not be mocked.
  const registry = loadRegistry();
  const plan = planRegion({
    registry,
    region: regionHere(),
    env,
    gatewayPort: 0,
    without: names.filter((name) => name === REGISTRY || registry.some((entry) => entry.name === name)),
  });
  const runnable = plan.subgraphs.map(({ entry }) => entry.name);
  return swappedRegion({ swapped: subgraphs, release, runnable, state, env, report });
}
