import { restoreBackup, writeBackup } from './backup/index.js';
import type { Subgraph } from './define-subgraph.js';

/** Whose database it is: name and version stand in the backup, the folder holds the migrations. */
export type Maintained = Pick<Subgraph, 'name' | 'version' | 'folder'>;

/** `backup --to FILE`, and says what was written. */
export async function runBackup({ name, version }: Maintained, url: string, to: string): Promise<void> {
  const source = { subgraph: name, version, url };
  const { tables, rows, bytes } = await interruptible((signal) => writeBackup(source, to, signal));
  process.stdout.write(`wrote ${to}: ${count(rows, 'row')} of ${count(tables, 'table')}, ${size(bytes)}\n`);
}

/** `restore --from FILE`, and says what was restored. */
export async function runRestore(
  { name, folder }: Maintained,
  url: string,
  from: string,
  replace: boolean,
): Promise<void> {
  const target = { subgraph: name, url, migrations: new URL('prisma/migrations', folder), replace };
  const { tables, rows, migrated } = await interruptible((signal) =>
    restoreBackup({ ...target, signal }, from),
  );
  const forward = migrated.length === 0 ? '' : `, then migrated: ${migrated.join(', ')}`;
  process.stdout.write(
    `restored ${count(rows, 'row')} of ${count(tables, 'table')} from ${from}${forward}\n`,
  );
}

/** A stop takes the work back instead of cutting it off. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const abort = (): void => {
    stop.abort();
  };
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(event, abort);
  try {
    return await work(stop.signal);
  } finally {
    for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.off(event, abort);
  }
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
