import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../database/index.js';
import type { StateLock } from './lock.js';

/**
 * The fallback where no native lock is to be had: a file that can be created once, with pid and start time of its
 * holder. A file whose holder has ended, or whose pid now is another process, is stale and is replaced.
 */
export function takePidLock(path: string, refused: (holder: string) => Error): StateLock {
  const own = `${String(process.pid)} ${startTimeOf(process.pid) ?? ''}`;
  let afterCrash = false;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      writeFileSync(path, own, { flag: 'wx', mode: 0o600 });
      return {
        afterCrash,
        release: () => {
          rmSync(path, { force: true });
        },
      };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const found = readIfThere(path);
    if (found === null) continue;
    const [pid = '', ...started] = found.split(' ');
    if (startTimeOf(Number(pid)) === started.join(' ')) throw refused(pid);
    afterCrash = true;
    moveStaleAside(path, found);
  }
  throw refused('(unknown)');
}

/** Renaming is atomic: of two that find the same stale file, one moves it, and nobody deletes a fresh one. */
function moveStaleAside(path: string, stale: string): void {
  const aside = `${path}.${String(process.pid)}.stale`;
  try {
    renameSync(path, aside);
    // It changed hands between our look and our move: give it back.
    if (readIfThere(aside) !== stale) renameSync(aside, path);
    else rmSync(aside, { force: true });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** When a process started, as the system writes it; null when there is none of that id. */
function startTimeOf(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const stat = readIfThere(`/proc/${String(pid)}/stat`);
  // Field 22, counted after the program's name, which may hold spaces and ends with the last ")".
  if (stat !== null) return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
  });
  return answer.status === 0 ? answer.stdout.trim() : null;
}
