import { loadRegistry, RegistryError, type RegistryEntry } from '@modellregion/schema';
import { HELP } from './cli-options.js';
import { readConfig } from './config.js';
import type { Gateway } from './create-gateway.js';
import { StartupError } from './errors/startup-error.js';
import { createLogger } from './telemetry/logger.js';

const argv = process.argv.slice(2);
if (argv.includes('--help') || argv.includes('-h')) process.stdout.write(HELP);
else await serve();

async function serve(): Promise<void> {
  try {
    const config = readConfig(argv, process.env);
    const log = createLogger(config.logLevel);
    // Only now, so that --help and faults of asking are told before the engine is loaded (half a second).
    const { createGateway } = await import('./create-gateway.js');
    // A supervisor that is gone before we listen has nobody to serve either.
    const abandon = (): never => process.exit(1);
    process.once('disconnect', abandon);
    const registryOf = (): readonly RegistryEntry[] =>
      config.profile === 'open' || config.release !== null ? [] : readRegistry();
    const gateway = await createGateway(config, { registry: registryOf(), readRegistry: registryOf, log });
    process.off('disconnect', abandon);
    endInOrder(gateway);
    reloadOnHangUp(gateway);
    const from = config.release === null ? config.supergraphFile : config.release.registry.origin;
    log.info({ url: gateway.url, profile: config.profile, supergraph: from }, 'listening');
    if (process.connected) process.send?.({ type: 'ready', port: gateway.port });
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    process.stderr.write(`modellregion gateway: ${error.message}\n`);
    process.exitCode = error.exitCode;
    // An open channel to a supervisor or a pool in the making would keep a gateway alive that serves nothing.
    process.exit();
  }
}

function readRegistry(): readonly RegistryEntry[] {
  try {
    return loadRegistry();
  } catch (error) {
    if (error instanceof RegistryError) throw new StartupError(error.message);
    throw error;
  }
}

/** Ends on a signal, and when the supervisor that holds the channel is gone; within 5 s (see http/drain). */
function endInOrder(gateway: Gateway): void {
  const end = (): void => {
    void gateway.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.once('disconnect', end);
}

/** SIGHUP is how an operator says "read again"; from a terminal it says that the terminal is gone. */
function reloadOnHangUp(gateway: Gateway): void {
  if (process.stdin.isTTY) return;
  process.on('SIGHUP', () => {
    gateway.reload();
  });
}
