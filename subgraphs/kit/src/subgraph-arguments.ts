import { parseArgs } from 'node:util';
import { SEED_PROFILES, type SeedProfile } from './define-subgraph.js';

const PROFILES = SEED_PROFILES.join('|');

export const USAGE = `Usage:
  serve [--migrate] [--import DIR] [--seed ${PROFILES}]   answer the gateway; first migrate and fill the database if asked
  migrate [--dry-run]            bring the database to this version, or only list what is missing
  seed --profile ${PROFILES}     write synthetic data into an empty database
  import --from DIR [--dry-run] [--json] [--findings FILE]   take open data over, file by file, as often as you like
  backup --to FILE               write all rows into one file; requests go on meanwhile
  restore --from FILE [--yes]    put a backup into an empty database; --yes replaces what is there
  config check                   look at everything the environment names, without changing anything
Configuration comes from the environment; OPERATING.md has a table of it.`;

/** The call itself was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How an import was asked for. */
export interface ImportArguments {
  readonly command: 'import';
  readonly from: string;
  readonly dryRun: boolean;
  /** The report as JSON on stdout, in place of the summary. */
  readonly json: boolean;
  /** File that gets all findings, one JSON object a line. */
  readonly findings: string | null;
}

/** What a subgraph's program is asked to do. */
export type Arguments =
  | { readonly command: 'help' | 'config' }
  | {
      readonly command: 'serve';
      readonly migrate: boolean;
      readonly importFrom: string | null;
      readonly seed: SeedProfile | null;
    }
  | ImportArguments
  | { readonly command: 'migrate'; readonly dryRun: boolean }
  | { readonly command: 'seed'; readonly profile: SeedProfile }
  | { readonly command: 'backup'; readonly to: string }
  | { readonly command: 'restore'; readonly from: string; readonly yes: boolean };

/** @throws UsageError that says what is wrong and how it is right */
export function readArguments(argv: readonly string[]): Arguments {
  const [command = 'help', ...rest] = argv;
  if (command === 'help' || argv.includes('--help')) return { command: 'help' };
  switch (command) {
    case 'serve': {
      const options = {
        migrate: { type: 'boolean' },
        import: { type: 'string' },
        seed: { type: 'string' },
      } as const;
      const { migrate, import: from, seed } = parse(rest, options);
      return {
        command,
        migrate: migrate === true,
        importFrom: typeof from === 'string' ? from : null,
        seed: seed === undefined ? null : seedProfile(seed),
      };
    }
    case 'import':
      return importArguments(rest);
    case 'migrate':
      return { command, dryRun: parse(rest, { 'dry-run': { type: 'boolean' } })['dry-run'] === true };
    case 'seed':
      return { command, profile: seedProfile(needed(rest, 'profile', command)) };
    case 'backup':
      return { command, to: needed(rest, 'to', command) };
    case 'restore':
      return {
        command,
        from: needed(rest, 'from', command),
        yes: rest.includes('--yes'),
      };
    case 'config':
      if (rest.length === 1 && rest[0] === 'check') return { command };
      throw new UsageError(`config is followed by check alone.\n${USAGE}`);
    default:
      throw new UsageError(`"${command}" is no command of a subgraph.\n${USAGE}`);
  }
}

/** @throws UsageError that says what is wrong and how it is right */
export function importArguments(args: readonly string[]): ImportArguments {
  const {
    from,
    json,
    findings,
    'dry-run': dryRun,
  } = parse(args, {
    from: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    findings: { type: 'string' },
  });
  if (typeof from !== 'string' || from === '') throw new UsageError(`import needs --from.\n${USAGE}`);
  return {
    command: 'import',
    from,
    dryRun: dryRun === true,
    json: json === true,
    findings: typeof findings === 'string' ? findings : null,
  };
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

function parse(args: readonly string[], options: Options): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...args], ...(options === undefined ? {} : { options }) }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function needed(args: readonly string[], option: string, command: string): string {
  const switches = command === 'restore' ? { yes: { type: 'boolean' as const } } : {};
  const value = parse(args, { [option]: { type: 'string' }, ...switches })[option];
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`${command} needs --${option}.\n${USAGE}`);
}

function seedProfile(value: unknown): SeedProfile {
  const profile = SEED_PROFILES.find((it) => it === value);
  if (profile !== undefined) return profile;
  throw new UsageError(`"${String(value)}" is no seed profile: use ${SEED_PROFILES.join(' or ')}.`);
}
