import { KeyDirectoryError, RegistryError, RegionFileError } from '@modellregion/schema';
import { SigningKeyFileError } from '@modellregion/schema/release';
import { ConfigError, OperatorError } from '@modellregion/subgraph-kit';
import { FoundingError } from './acts/found.js';
import { CommandError, UsageError } from './commands/command-error.js';
import { reportText } from './commands/common.js';

const USAGE = `The registry of a region:
  serve [--migrate] | init --from FILE | verify | migrate [--dry-run] | backup --to FILE | restore --from FILE [--yes]
  config check | check … | member … | subgraph … | grant … | release …
`;

/** Exit codes: 0 done, 1 cannot or refused (the text says why), 2 called wrongly. */
async function main([command = 'serve', ...rest]: readonly string[]): Promise<number | null> {
  if (command === 'help' || command === '--help' || rest.includes('--help')) return help(command);
  // Each loads what it needs alone: who publishes needs no server.
  switch (command) {
    case 'serve':
      await (await import('./commands/serve.js')).serveCommand(rest);
      return null;
    case 'init':
      await (await import('./commands/init.js')).initCommand(rest);
      return 0;
    case 'verify':
      return (await import('./commands/verify.js')).verifyCommand(rest);
    case 'migrate':
      await (await import('./commands/maintain.js')).migrateCommand(rest);
      return 0;
    case 'backup':
    case 'restore':
      await (await import('./commands/maintain.js')).copyCommand(command, rest);
      return 0;
    case 'config':
      return (await import('./commands/check-config.js')).configCommand();
    case 'member':
      return (await import('./commands/member.js')).memberCommand(rest);
    case 'subgraph':
      return (await import('./commands/subgraph.js')).subgraphCommand(rest);
    case 'check':
      return (await import('./commands/check.js')).checkCommand(rest);
    case 'grant':
      return (await import('./commands/grant.js')).grantCommand(rest);
    case 'release':
      return (await import('./commands/release.js')).releaseCommand(rest);
    default:
      throw new UsageError(`"${command}" is no command of the registry.\n${USAGE}`);
  }
}

async function help(command: string): Promise<number> {
  const texts: Readonly<Record<string, () => Promise<string>>> = {
    member: async () => (await import('./commands/member.js')).MEMBER_USAGE,
    subgraph: async () => (await import('./commands/subgraph.js')).SUBGRAPH_USAGE,
    check: async () => (await import('./commands/check.js')).CHECK_USAGE,
    grant: async () => (await import('./commands/grant.js')).GRANT_USAGE,
    release: async () => (await import('./commands/release.js')).RELEASE_USAGE,
  };
  process.stdout.write(`${((await texts[command]?.()) ?? USAGE).trimEnd()}\n`);
  return 0;
}

/** A sentence for what a person can mend, the whole story for what only we can. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof FoundingError && error.report !== null) {
    return `${reportText(error.report, process.stderr)}${error.message}`;
  }
  const forPeople = [
    CommandError,
    ConfigError,
    FoundingError,
    KeyDirectoryError,
    OperatorError,
    RegionFileError,
    RegistryError,
    SigningKeyFileError,
    UsageError,
  ];
  if (forPeople.some((kind) => error instanceof kind)) return error.message;
  if ('code' in error && error.code === 'EADDRINUSE') return `${error.message}: set PORT to a free one.`;
  return error.stack ?? error.message;
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== null) process.exitCode = code;
} catch (error) {
  process.stderr.write(`${textOf(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
// An open channel would keep the process alive.
if (process.exitCode !== undefined && process.connected) process.disconnect();
