import { formatConfigReport, TlsFileError } from '@modellregion/schema';
import { pino } from 'pino';
import { systemClock } from './clock.js';
import { checkConfig } from './check-config.js';
import { clockOf, readConfig, readDatabaseUrl } from './config.js';
import type { Subgraph } from './define-subgraph.js';
import { importBeforeServing, runImport } from './import-command.js';
import { interruptible, runBackup, runRestore } from './maintenance.js';
import { migrateSubgraph, seedSubgraph } from './prepare.js';
import { ConfigError } from './read-environment.js';
import { serveUntilStopped } from './serve-until-stopped.js';
import { serveSubgraph } from './server/serve-subgraph.js';
import { readArguments, UsageError, USAGE, type Arguments } from './subgraph-arguments.js';

/**
 * The command line of a subgraph's `main.ts`. Ends the process with 0 when all is done, 1 when it failed (one
 * sentence on stderr), 2 when the call was wrong.
 */
export async function subgraphMain<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  argv: readonly string[],
): Promise<void> {
  try {
    await run(subgraph, readArguments(argv));
  } catch (error) {
    process.stderr.write(`${subgraph.name}: ${sentenceOf(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
  // An open channel to the supervisor would keep the process alive.
  if (process.exitCode !== undefined && process.connected) process.disconnect();
}

async function run<Db, Services>(subgraph: Subgraph<Db, Services>, given: Arguments): Promise<void> {
  if (given.command === 'help') {
    process.stdout.write(`${subgraph.name} ${subgraph.version}\n${USAGE}\n`);
  } else if (given.command === 'serve') {
    await serve(subgraph, given);
    return;
  } else if (given.command === 'migrate') {
    const done = await migrateSubgraph(subgraph, readDatabaseUrl(process.env), given.dryRun);
    const verb = given.dryRun ? 'to apply' : 'applied';
    process.stdout.write(done.length === 0 ? 'up to date\n' : done.map((it) => `${verb}: ${it}\n`).join(''));
  } else if (given.command === 'seed') {
    const written = await seedSubgraph(subgraph, readDatabaseUrl(process.env), given.profile);
    process.stdout.write(written ? `seeded: ${given.profile}\n` : 'already seeded\n');
  } else if (given.command === 'import') {
    const url = readDatabaseUrl(process.env);
    process.exitCode = await interruptible((signal) => runImport(subgraph, url, given, systemClock, signal));
  } else if (given.command === 'backup') {
    await runBackup(subgraph, readDatabaseUrl(process.env), given.to);
  } else if (given.command === 'restore') {
    await runRestore(subgraph, readDatabaseUrl(process.env), given.from, given.yes);
  } else {
    const findings = await checkConfig(subgraph, process.env);
    process.stdout.write(formatConfigReport(subgraph.name, findings));
    if (findings.some(({ level }) => level === 'fault')) process.exitCode = 1;
  }
  process.exitCode ??= 0;
}

async function serve<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  { migrate, importFrom, seed }: Extract<Arguments, { command: 'serve' }>,
): Promise<void> {
  const config = readConfig(process.env);
  await serveUntilStopped(async () => {
    if (migrate) await migrateSubgraph(subgraph, config.databaseUrl, false);
    // What is imported comes first: synthetic records are drawn where there are none.
    const log = pino({ name: subgraph.name, level: config.logLevel });
    if (importFrom !== null) {
      await importBeforeServing(subgraph, config.databaseUrl, importFrom, clockOf(config), log);
    }
    if (seed !== null) await seedSubgraph(subgraph, config.databaseUrl, seed, clockOf(config));
    return serveSubgraph(subgraph, config);
  });
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof UsageError || error instanceof TlsFileError) {
    return error.message;
  }
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return `${error.message}: set PORT to a free one.`;
  return error.message;
}
