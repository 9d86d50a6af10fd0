import { join, resolve } from 'node:path';
import { loadRegistry, REPOSITORY_ROOT } from '@modellregion/schema';
import { OperatorError } from '../database/index.js';
import { importSummary, type ImportReport } from '../import/index.js';
import { IMPORT_FLAGS, type ReportMessage } from '../import-command.js';
import { importArguments } from '../subgraph-arguments.js';
import { databaseUrlOf, withDatabases } from './databases.js';
import { UsageError } from './dev-options.js';
import { subgraphEnvironment } from './programs.js';
import { mainOf } from './region-plan.js';
import { runHere } from './run-here.js';
import { settingOf, valueOf } from './settings.js';
import { stateFolder, type Environment } from './state-folder.js';

const USAGE =
  'Usage: modellregion import [<subgraph>…] --from DIR [--dry-run] [--json] [--findings FILE]\n' +
  '  MODELLREGION_DATA may stand in for --from.';

/**
 * `import [<subgraph>…] --from DIR`: gives a folder to every subgraph, which takes the files that it knows, and says
 * what became of each, and which nobody knows.
 *
 * @returns 0, or 1 when a file could not be imported
 */
export async function importRegion(argv: readonly string[], env: Environment): Promise<number> {
  const { names, rest } = split(argv, env);
  const { from, dryRun, json, findings } = importArguments(rest);
  const subgraphs = programsOf(names);
  const state = stateFolder(env);
  // One DATABASE_URL for several subgraphs would put all of them into the same database.
  const own =
    subgraphs.length === 1 ? env : { ...env, DATABASE_URL: undefined, DATABASE_URL_FILE: undefined };
  refuseMissing(
    subgraphs.map(({ name }) => name),
    state,
    own,
  );
  const options = [
    ...['--from', resolve(from)],
    ...(dryRun ? ['--dry-run'] : []),
    ...(findings === null ? [] : ['--findings', resolve(findings)]),
  ];
  const reports: ImportReport[] = [];
  return withDatabases(
    subgraphs.map(({ name }) => name),
    state,
    own,
    async (urls) => {
      let worst = 0;
      for (const { name, main } of subgraphs) {
        const environment = subgraphEnvironment(name, 0, urls.get(name) ?? '', state, env);
        const heard = (message: unknown): void => {
          if (isReport(message)) reports.push(message.report);
        };
        const code = await runHere(main, ['import', ...options], environment, heard, IMPORT_FLAGS);
        worst = Math.max(worst, code);
      }
      const output = json
        ? `${JSON.stringify(reports, null, 2)}\n`
        : importSummary(reports, unknownToAll(reports));
      process.stdout.write(output);
      return worst;
    },
  );
}

/** Names of subgraphs come before or between the options; every option but two has a value. */
function split(
  argv: readonly string[],
  env: Environment,
): { readonly names: readonly string[]; readonly rest: readonly string[] } {
  const names: string[] = [];
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    if (!word.startsWith('-')) {
      names.push(word);
      continue;
    }
    rest.push(word);
    if (word === '--from' || word === '--findings') rest.push(argv[(i += 1)] ?? '');
  }
  const setting = valueOf(env, 'MODELLREGION_DATA');
  const given = rest.some((word) => word === '--from' || word.startsWith('--from='));
  if (!given && setting === null) throw new UsageError(USAGE);
  return { names, rest: given || setting === null ? rest : ['--from', setting, ...rest] };
}

function programsOf(names: readonly string[]): readonly { readonly name: string; readonly main: string }[] {
  const registry = loadRegistry().map((entry) => entry.name);
  const unknown = names.find((name) => !registry.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is no subgraph of the registry: ${registry.join(', ')}.\n${USAGE}`);
  }
  return (names.length === 0 ? registry : names).flatMap((name) => {
    const main = mainOf(name, join(REPOSITORY_ROOT, 'subgraphs', name));
    return main === null ? [] : [{ name, main }];
  });
}

/** In production nothing is started to make up for a database that nobody named. */
function refuseMissing(names: readonly string[], state: string, env: Environment): void {
  if (env['MODELLREGION_PROFILE'] !== 'production') return;
  const missing = names.filter((name) => databaseUrlOf(name, state, env) === null);
  if (missing.length === 0) return;
  const settings = missing.map((name) => settingOf(name, 'DATABASE_URL')).join(', ');
  throw new OperatorError(
    `Set ${settings} to the URL of the database, or name the subgraphs to import into.`,
  );
}

function isReport(message: unknown): message is ReportMessage {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'imported';
}

/** What no subgraph knows, each name once. */
function unknownToAll(reports: readonly ImportReport[]): readonly string[] {
  const [first, ...others] = reports;
  return (first?.unknown ?? []).filter((name) => others.every(({ unknown }) => unknown.includes(name)));
}
