import { migrate, runBackup, runRestore, type Maintained } from '@modellregion/subgraph-kit';
import { readRegistryDatabaseUrl, registryVersion } from '../config.js';
import { needed, readOptions } from './read-options.js';
import { FOLDER, MIGRATIONS } from './with-database.js';

/** What backup and restore are told. */
const registryDatabase = (): Maintained => ({ name: 'registry', version: registryVersion(), folder: FOLDER });

/** `migrate [--dry-run]` */
export async function migrateCommand(argv: readonly string[]): Promise<void> {
  const usage = 'Usage: modellregion migrate registry [--dry-run]';
  const dryRun = readOptions(argv, ['dry-run?'], usage).values['dry-run'] === true;
  const done = await migrate({ url: readRegistryDatabaseUrl(process.env), folder: MIGRATIONS, dryRun });
  const verb = dryRun ? 'to apply' : 'applied';
  process.stdout.write(done.length === 0 ? 'up to date\n' : done.map((it) => `${verb}: ${it}\n`).join(''));
}

/** `backup --to FILE`, `restore --from FILE [--yes]` */
export async function copyCommand(command: 'backup' | 'restore', argv: readonly string[]): Promise<void> {
  const url = readRegistryDatabaseUrl(process.env);
  if (command === 'backup') {
    const usage = 'Usage: modellregion backup registry --to FILE';
    await runBackup(registryDatabase(), url, needed(readOptions(argv, ['to'], usage), 'to', usage));
    return;
  }
  const usage = 'Usage: modellregion restore registry --from FILE [--yes]';
  const options = readOptions(argv, ['from', 'yes?'], usage);
  await runRestore(registryDatabase(), url, needed(options, 'from', usage), options.values['yes'] === true);
}
