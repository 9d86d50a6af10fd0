import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EmbeddedBinaries } from './embedded-binaries.js';
import { errorCode, OperatorError } from './operator-error.js';

/** What `postmaster.pid` of a data folder is worth. */
export type LeftPostmaster =
  | { readonly kind: 'none' }
  /** The process is proven to be a postgres of exactly this data folder. */
  | { readonly kind: 'ours'; readonly pid: number }
  /** The file names a live process that is something else: the pid was given out again. */
  | { readonly kind: 'foreign'; readonly pid: number }
  /** The file names no live process; PostgreSQL clears it up itself. */
  | { readonly kind: 'dead'; readonly pid: number };

/** Looks whether a postmaster of this data folder is running, without touching anything. */
export function findPostmaster(dataFolder: string): LeftPostmaster {
  const text = readPidFile(dataFolder);
  if (text === null) return { kind: 'none' };
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return { kind: 'foreign', pid: 0 };
  if (!isAlive(pid)) return { kind: 'dead', pid };
  return { kind: isPostgresOf(pid, dataFolder) ? 'ours' : 'foreign', pid };
}

/**
 * Clears what an earlier run left behind. The caller holds the lock on the state folder, so a postmaster of this
 * data folder belongs to a run that has ended: it is stopped. A foreign process is never signalled; the pid file
 * that names it is moved aside, which is safe under the lock (PostgreSQL would refuse to start for its sake).
 */
export function clearLeftPostmaster(
  binaries: EmbeddedBinaries,
  dataFolder: string,
  asideFile: string,
): LeftPostmaster {
  const left = findPostmaster(dataFolder);
  if (left.kind === 'ours') stopPostmaster(binaries, dataFolder, 'fast');
  if (left.kind === 'foreign') renameSync(join(dataFolder, 'postmaster.pid'), asideFile);
  return left;
}

/**
 * Stops the postmaster of a data folder with pg_ctl and waits for it; data is kept in both modes.
 *
 * @param mode `fast` ends sessions and writes everything; `immediate` leaves that to the next start's recovery
 */
export function stopPostmaster(
  binaries: EmbeddedBinaries,
  dataFolder: string,
  mode: 'fast' | 'immediate',
): void {
  // Asked again right before the signal: pg_ctl trusts the pid file, we do not.
  if (findPostmaster(dataFolder).kind !== 'ours') return;
  const answer = spawnSync(binaries.pgCtl, ['stop', '-D', dataFolder, '-m', mode, '-w', '-t', '30'], {
    ...(binaries.user ?? {}),
    cwd: '/',
    env: { LC_ALL: 'C' },
    encoding: 'utf8',
  });
  const after = findPostmaster(dataFolder);
  if (answer.status === 0 || after.kind !== 'ours') return;
  throw new OperatorError(
    `The database of an earlier run (process ${String(after.pid)}, ${dataFolder}) does not stop: ` +
      `${answer.stderr.trim()} End it by hand and start again.`,
  );
}

function readPidFile(dataFolder: string): string | null {
  try {
    return readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8');
  } catch (error) {
    // A postmaster that is ending removes its file between two looks.
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and someone else's.
    return errorCode(error) === 'EPERM';
  }
}

/** PostgreSQL's working directory is its data folder; on systems without /proc its command line names it. */
function isPostgresOf(pid: number, dataFolder: string): boolean {
  const folder = realpathSync(dataFolder);
  if (existsSync('/proc/self/exe')) {
    try {
      const program = basename(readlinkSync(`/proc/${String(pid)}/exe`)).replace(/ \(deleted\)$/, '');
      return program === 'postgres' && readlinkSync(`/proc/${String(pid)}/cwd`) === folder;
    } catch {
      return false;
    }
  }
  const answer = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return /\bpostgres\b/.test(answer.stdout) && answer.stdout.includes(`-D ${dataFolder} `);
}
