import { join } from 'node:path';
import { loadRegion, loadRegistry, REPOSITORY_ROOT } from '@modellregion/schema';
import { OperatorError } from '../database/index.js';
import { databaseBeside, databaseUrlOf, withDatabases } from './databases.js';
import { UsageError } from './dev-options.js';
import { ensureKeys, REGISTRY } from './keys.js';
import { registryEnvironment, subgraphEnvironment } from './programs.js';
import { DEFAULT_REGISTRY_PORT, mainOf, parsePort, registryPort, type RegionEntry } from './region-plan.js';
import { runHere } from './run-here.js';
import { settingOf, valueOf } from './settings.js';
import { ensureSigningKeys, membersOf } from './signing-keys.js';
import { createStateFolder, stateFolder, type Environment } from './state-folder.js';

/**
 * `serve <subgraph> […]`: runs one subgraph in this terminal, with the database and keys of the region that is
 * running beside it (started with `--without <subgraph>`), or with a `DATABASE_URL` of its own.
 *
 * @returns exit code of the subgraph
 */
export async function serveBeside(argv: readonly string[], env: Environment): Promise<number> {
  const [name = '', ...rest] = argv;
  if (name === REGISTRY) return registryBeside(['serve', ...rest], env);
  const registry = loadRegistry();
  const entry = entryOf(name, registry);
  const state = stateFolder(env);
  const url = await databaseBeside(name, state, env);
  if (url === null) {
    throw new OperatorError(
      `There is no database for ${name}: start the region with "npm start -- --without ${name}" in another ` +
        'terminal, or set DATABASE_URL.',
    );
  }
  createStateFolder(state);
  ensureKeys(
    state,
    registry.map((it) => it.name),
  );
  const environment = subgraphEnvironment(name, portOf(entry, env), url, state, env);
  return runHere(programOf(name), ['serve', ...rest], environment);
}

/**
 * `migrate [<subgraph>…] [--dry-run]`: migrates databases, all by default. Uses the running region's database,
 * else starts the embedded one for as long as it takes.
 *
 * @returns 0, or the exit code of the first subgraph that failed
 */
export async function migrateRegion(argv: readonly string[], env: Environment): Promise<number> {
  const options = argv.filter((argument) => argument.startsWith('-'));
  const unknown = options.find((option) => option !== '--dry-run');
  if (unknown !== undefined)
    throw new UsageError(`${unknown} is not known; Usage: migrate [<subgraph>…] [--dry-run]`);
  const registry = loadRegistry();
  const chosen = argv
    .filter((argument) => !argument.startsWith('-'))
    .map((name) => (name === REGISTRY ? name : entryOf(name, registry).name));
  const names = chosen.length > 0 ? chosen : registry.map((entry) => entry.name);
  const state = stateFolder(env);
  return withDatabases(names, state, env, async (urls) => {
    for (const name of names) {
      process.stdout.write(`${name}: `);
      const environment = environmentOf(name, 0, urls.get(name) ?? '', state, env);
      const code = await runHere(programOf(name), ['migrate', ...options], environment);
      if (code !== 0) return code;
    }
    return 0;
  });
}

/**
 * `backup <subgraph> --to FILE`, `restore <subgraph> --from FILE [--yes]`: with the running region's database, else
 * with the embedded one for as long as it takes.
 *
 * @returns exit code of the subgraph's program
 */
export async function copyRegion(
  command: 'backup' | 'restore',
  argv: readonly string[],
  env: Environment,
): Promise<number> {
  const [name = '', ...rest] = argv;
  const main = programOf(name === REGISTRY ? name : entryOf(name, loadRegistry()).name);
  const state = stateFolder(env);
  return withDatabases([name], state, env, (urls) =>
    runHere(main, [command, ...rest], environmentOf(name, 0, urls.get(name) ?? '', state, env)),
  );
}

/**
 * `config check <subgraph>`: looks at what `serve <subgraph>` would run with here. Starts nothing.
 *
 * @returns exit code of the subgraph's program
 */
export async function checkBeside(argv: readonly string[], env: Environment): Promise<number> {
  const [, name = ''] = argv;
  if (name === REGISTRY) return registryBeside(['config', 'check'], env);
  const entry = entryOf(name, loadRegistry());
  const state = stateFolder(env);
  const url = databaseUrlOf(name, state, env) ?? '';
  const environment = subgraphEnvironment(name, portOf(entry, env), url, state, env);
  return runHere(programOf(name), ['config', 'check'], environment);
}

/**
 * `registry serve|init|verify`: with the running region's database and keys, else with the embedded database for as
 * long as it takes.
 *
 * @returns exit code of the registry's program
 */
export async function registryBeside(argv: readonly string[], env: Environment): Promise<number> {
  const main = programOf(REGISTRY);
  const state = stateFolder(env);
  createStateFolder(state);
  const entries = loadRegistry();
  ensureKeys(
    state,
    entries.map((it) => it.name),
  );
  ensureSigningKeys(state, membersOf(loadRegion(), entries));
  const own = valueOf(env, 'PORT') ?? valueOf(env, settingOf(REGISTRY, 'PORT'));
  const port = parsePort(own ?? String(DEFAULT_REGISTRY_PORT), 'PORT');
  return withDatabases([REGISTRY], state, env, (urls) =>
    runHere(main, argv, registryEnvironment(port, urls.get(REGISTRY) ?? '', state, env)),
  );
}

function environmentOf(name: string, port: number, url: string, state: string, env: Environment) {
  return name === REGISTRY
    ? registryEnvironment(port, url, state, env)
    : subgraphEnvironment(name, port, url, state, env);
}

function portOf(entry: RegionEntry, env: Environment): number {
  const own = settingOf(entry.name, 'PORT');
  return parsePort(valueOf(env, 'PORT') ?? valueOf(env, own) ?? String(registryPort(entry)), 'PORT');
}

function entryOf(name: string, registry: readonly RegionEntry[]): RegionEntry {
  const entry = registry.find((it) => it.name === name);
  if (entry !== undefined) return entry;
  const known = registry.map((it) => it.name).join(', ');
  throw new UsageError(
    `${name === '' ? 'Say which subgraph' : `"${name}" is no subgraph of the registry`}: ${known}.`,
  );
}

function programOf(name: string): string {
  const main = mainOf(name, join(REPOSITORY_ROOT, 'subgraphs', name));
  if (main !== null) return main;
  throw new OperatorError(
    `${name} is in the registry, but this clone has no subgraphs/${name}: its operator runs it.`,
  );
}
