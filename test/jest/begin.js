import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

// One folder for whatever a run of the tests writes: what they share is made there once, and nothing of it stays.
const MEMORY = '/dev/shm';
/** Two regions and the databases of a few towns at a time take half of it. */
const ROOM_BYTES = 3_000_000_000;
const PREFIX = 'modellregion-tests-';

/** Before the first test: TMPDIR is a folder of this run, here and in the workers. */
export default function begin() {
  const parent = inMemory() ? MEMORY : tmpdir();
  removeLeft(parent);
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  // As root the databases run as the user postgres, who must be able to pass through.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  // For end.js, which jest loads into the same process.
  globalThis.runFolder = folder;
}

/**
 * Some 70 database clusters are made in a run and thrown away, each of 100 MB with its programs: on a disk that takes
 * longer than most tests. Programs are started from there, so it must be allowed.
 */
function inMemory() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    const [, , kind, options] = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, where]) => where === MEMORY);
    const executable = kind === 'tmpfs' && !options.split(',').includes('noexec');
    return executable && bavail * bsize > ROOM_BYTES && freemem() > 2 * ROOM_BYTES;
  } catch {
    return false;
  }
}

/** Folders of runs that were killed. */
function removeLeft(parent) {
  for (const name of readdirSync(parent).filter((it) => it.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0]);
    if (!isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
