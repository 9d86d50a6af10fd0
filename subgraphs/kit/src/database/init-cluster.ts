import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './atomic-file.js';
import type { EmbeddedBinaries } from './embedded-binaries.js';
import { startKept } from './keeper.js';
import { errorMessage, OperatorError } from './operator-error.js';
import { requirePasswdEntry } from './system-user.js';

/** Name of the cluster's superuser; nothing but the supervisor uses it. */
export const SUPERUSER = 'postgres';

/** Where the cluster of a PostgreSQL major version lies. */
export function dataFolderOf(state: string, major: string): string {
  return join(state, `data-${major}`);
}

/**
 * Makes the cluster if there is none. UTF-8 with the builtin locale C.UTF-8 whatever LANG says (with LANG unset
 * initdb would choose SQL_ASCII, where `length('Delbrück')` is 9), scram passwords only. It grows in a temporary
 * folder that gets its name when complete: a kill in the middle leaves nothing half-made in use.
 *
 * @returns the data folder, and whether it was made just now
 * @throws OperatorError when initdb fails
 */
export async function ensureCluster(
  state: string,
  binaries: EmbeddedBinaries,
  superuserPassword: string,
  durable: boolean,
): Promise<{ readonly dataFolder: string; readonly created: boolean }> {
  const dataFolder = dataFolderOf(state, binaries.major);
  removeDrafts(state);
  if (existsSync(dataFolder)) return { dataFolder, created: false };
  if (binaries.user === null) requirePasswdEntry();

  const draft = `${dataFolder}.new-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600, flag: 'wx' });
  if (binaries.user !== null) {
    for (const path of [draft, passwordFile]) chownSync(path, binaries.user.uid, binaries.user.gid);
  }
  try {
    await runInitdb(binaries, draft, passwordFile, durable);
    chmodSync(draft, 0o700);
    renameSync(draft, dataFolder);
    if (durable) syncFolder(state);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
  return { dataFolder, created: true };
}

async function runInitdb(
  binaries: EmbeddedBinaries,
  folder: string,
  passwordFile: string,
  durable: boolean,
): Promise<void> {
  const kept = startKept(
    [
      binaries.initdb,
      `--pgdata=${folder}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--auth=scram-sha-256',
      ...(durable ? [] : ['--no-sync']),
    ],
    { cwd: '/', user: binaries.user, output: 'pipe' },
  );
  let output = '';
  for (const stream of [kept.process.stdout, kept.process.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await kept.ended.catch((error: unknown) => {
    output += errorMessage(error);
    return -1;
  });
  if (code === 0) return;
  const reason = output.trim().split('\n').slice(-3).join(' ');
  throw new OperatorError(
    `PostgreSQL could not set up its data folder ${folder} (initdb, exit code ${String(code)}): ${reason}`,
  );
}

/**
 * Data of another version must not look like lost data: neither opened, nor passed over for an empty cluster.
 *
 * @throws OperatorError when the state folder holds data of another major version
 */
export function refuseOtherMajor(state: string, major: string): void {
  const dataFolder = dataFolderOf(state, major);
  const found = existsSync(dataFolder)
    ? { folder: dataFolder, version: versionOf(dataFolder) }
    : readdirSync(state)
        .filter((name) => /^data-\d+$/.test(name))
        .map((name) => ({ folder: join(state, name), version: versionOf(join(state, name)) }))[0];
  if (found === undefined || found.version === major) return;
  throw new OperatorError(
    `${found.folder} holds data of PostgreSQL ${found.version}, this release runs PostgreSQL ${major}: dump it ` +
      'with the release that made it and load the dump here, or move the folder away to begin with an empty region.',
  );
}

function versionOf(folder: string): string {
  const file = join(folder, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'unknown';
}

function removeDrafts(state: string): void {
  for (const name of readdirSync(state)) {
    if (/^data-\d+\.new-/.test(name))
      rmSync(join(state, name), { recursive: true, force: true, maxRetries: 3 });
  }
}
