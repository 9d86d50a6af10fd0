import { nodeVersionFinding } from './node-version.js';

const USAGE =
  'Usage: dev | serve <subgraph> | migrate [<subgraph>…] [--dry-run] | import [<subgraph>…] --from DIR |\n' +
  '  backup <subgraph> --to FILE | restore <subgraph> --from FILE [--yes] | config check <subgraph> |\n' +
  '  registry serve|init|verify | call-key <party> --file FILE | reset [--yes]\n';

/** Exit codes: 0 done, 1 cannot (one sentence says why), 2 called wrongly. */
async function main(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  const finding = nodeVersionFinding(process.versions.node);
  if (finding !== null && (finding.fatal || command === 'dev')) process.stderr.write(`${finding.text}\n`);
  if (finding?.fatal === true) return 1;

  // Loaded only now: an old Node would stop at the first import with a stack instead of the sentence above.
  if (command === 'dev') await (await import('./dev.js')).dev(rest, process.env);
  else if (command === 'reset') await (await import('./reset.js')).reset(rest, process.env);
  else if (command === 'serve') return (await import('./beside.js')).serveBeside(rest, process.env);
  else if (command === 'migrate') return (await import('./beside.js')).migrateRegion(rest, process.env);
  else if (command === 'backup' || command === 'restore')
    return (await import('./beside.js')).copyRegion(command, rest, process.env);
  else if (command === 'import') return (await import('./import-region.js')).importRegion(rest, process.env);
  else if (command === 'config') return (await import('./beside.js')).checkBeside(rest, process.env);
  else if (command === 'registry') return (await import('./beside.js')).registryBeside(rest, process.env);
  else if (command === 'call-key') (await import('./call-key-command.js')).callKeyCommand(rest);
  else {
    process.stderr.write(USAGE);
    return command === '--help' ? 0 : 2;
  }
  return 0;
}

/** A sentence for what an operator can mend, the whole story for what only we can. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const forOperator = [
    'OperatorError',
    'MigrationError',
    'UsageError',
    'RegistryError',
    'RegionFileError',
    'KeyDirectoryError',
  ];
  return forOperator.includes(error.name) ? error.message : (error.stack ?? error.message);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${textOf(error)}\n`);
    process.exitCode = error instanceof Error && error.name === 'UsageError' ? 2 : 1;
  },
);
