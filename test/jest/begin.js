import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
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
 * Some 70 database clusters are made in a run and thrown away, each of 100 MB with its programs: a disk can take longer
 * to be rid of one than its tests took. Programs are started from there, so that must be allowed.
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

const HOUR_MS = 3_600_000;

/** Folders of our own runs that were killed. One that is used changes all the time, whoever can see its process. */
function removeLeft(parent) {
  for (const name of readdirSync(parent).filter((it) => it.startsWith(PREFIX))) {
    const folder = join(parent, name);
    const { uid, mtimeMs = Date.now() } = statSync(folder, { throwIfNoEntry: false }) ?? {};
    const isOver = Date.now() - mtimeMs > HOUR_MS && !isRunning(Number(name.split('-').at(-2)));
    if (isOver && uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
