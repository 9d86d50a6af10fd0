import { parseArgs } from 'node:util';
import { clockOf, ConfigError, readConfig, readDatabaseUrl } from './config.js';
import { SEED_PROFILES, type SeedProfile, type Subgraph } from './define-subgraph.js';
import { migrateSubgraph, seedSubgraph } from './prepare.js';
import { serveSubgraph } from './server/serve-subgraph.js';

const USAGE = `Usage:
  serve [--migrate] [--seed small|demo]   answer the gateway; first migrate and fill the database if asked
  migrate [--dry-run]                     bring the database to this version, or only list what is missing
  seed --profile small|demo               write synthetic data into an empty database
Configuration comes from the environment; see the README of the kit.`;

/** What is under way at a stop may take this long; then the process ends all the same. */
const STOP_DEADLINE_MS = 5_000;

/**
 * The command line of a subgraph's `main.ts`. Ends the process with 0 when all is done, 1 when it failed (one
 * sentence on stderr), 2 when the call was wrong.
 */
export async function subgraphMain<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  argv: readonly string[],
): Promise<void> {
  try {
    await run(subgraph, argv);
  } catch (error) {
    process.stderr.write(`${subgraph.name}: ${sentenceOf(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
    // An open channel to the supervisor would keep the process alive.
    if (process.connected) process.disconnect();
  }
}

class UsageError extends Error {}

async function run<Db, Services>(subgraph: Subgraph<Db, Services>, argv: readonly string[]): Promise<void> {
  const { command, values } = readArguments(argv);
  if (values.help || command === 'help') {
    process.stdout.write(`${subgraph.name} ${subgraph.version}\n${USAGE}\n`);
  } else if (command === 'serve') {
    await serve(subgraph, values.migrate, seedProfile(values.seed));
  } else if (command === 'migrate') {
    const done = await migrateSubgraph(subgraph, readDatabaseUrl(process.env), values['dry-run']);
    const verb = values['dry-run'] ? 'to apply' : 'applied';
    process.stdout.write(done.length === 0 ? 'up to date\n' : done.map((it) => `${verb}: ${it}\n`).join(''));
  } else {
    const profile = seedProfile(values.profile);
    if (profile === null) throw new UsageError(`seed needs --profile.\n${USAGE}`);
    const written = await seedSubgraph(subgraph, readDatabaseUrl(process.env), profile);
    process.stdout.write(written ? `seeded: ${profile}\n` : 'already seeded\n');
  }
}

async function serve<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  migrate: boolean,
  seed: SeedProfile | null,
): Promise<void> {
  const config = readConfig(process.env);
  // The supervisor's end closes the channel: nothing may go on without it, not even a long seed, which is one
  // transaction and leaves nothing behind.
  const abandon = (): void => process.exit(1);
  process.once('disconnect', abandon);
  if (migrate) await migrateSubgraph(subgraph, config.databaseUrl, false);
  if (seed !== null) await seedSubgraph(subgraph, config.databaseUrl, seed, clockOf(config));
  const running = await serveSubgraph(subgraph, config);
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
}

function readArguments(argv: readonly string[]) {
  const [command = 'help', ...rest] = argv;
  if (!['serve', 'migrate', 'seed', 'help', '--help'].includes(command)) {
    throw new UsageError(`"${command}" is no command of a subgraph.\n${USAGE}`);
  }
  try {
    const { values } = parseArgs({
      args: command.startsWith('-') ? [command, ...rest] : rest,
      options: {
        migrate: { type: 'boolean', default: false },
        seed: { type: 'string' },
        profile: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return { command, values };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function seedProfile(value: string | undefined): SeedProfile | null {
  if (value === undefined) return null;
  const profile = SEED_PROFILES.find((it) => it === value);
  if (profile === undefined)
    throw new UsageError(`"${value}" is no seed profile: use ${SEED_PROFILES.join(' or ')}.`);
  return profile;
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof UsageError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return `${error.message}: set PORT to a free one.`;
  return error.message;
}
