import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { OperatorError } from '../database/index.js';
import { takePidLock } from './pid-lock.js';

/** The exclusive right to a state folder. */
export interface StateLock {
  /** The holder before us ended without releasing it, so what it started may be ending just now. */
  readonly afterCrash: boolean;
  release(): void;
}

/**
 * Takes the exclusive lock of a state folder. It is the operating system's, on an open file: it ends with this
 * process however that ends, and no stale file ever has to be judged. The file is never deleted.
 *
 * @throws OperatorError that says who holds it
 */
export async function takeStateLock(state: string): Promise<StateLock> {
  const path = join(state, 'lock');
  const tryLock = loadTryLock();
  if (tryLock === null) return takePidLock(`${path}.pid`, (holder) => alreadyRunning(state, holder));

  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  if (!tryLock(file)) {
    closeSync(file);
    throw alreadyRunning(state, await holderOf(path));
  }
  const afterCrash = readFileSync(path, 'utf8') !== '';
  ftruncateSync(file);
  writeSync(file, `${String(process.pid)}\n`, 0);
  return {
    afterCrash,
    release: () => {
      // An empty file says that the end was orderly.
      ftruncateSync(file);
      closeSync(file);
    },
  };
}

function alreadyRunning(state: string, holder: string): OperatorError {
  return new OperatorError(
    `The region is already running: process ${holder} holds ${state}. Stop that one (Ctrl-C in its terminal, or ` +
      `"kill ${holder}"), or set MODELLREGION_STATE to another folder for a second region.`,
  );
}

/** The winner writes its pid right after it has the lock; the loser may look a moment too early. */
async function holderOf(path: string): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const text = readFileSync(path, 'utf8').trim();
    if (text !== '') return text;
    await pause(25);
  }
  return '(unknown)';
}

/** @returns null where the native addon has no build for this platform */
function loadTryLock(): ((file: number) => boolean) | null {
  try {
    const addon: unknown = createRequire(import.meta.url)('fs-native-extensions');
    if (typeof addon !== 'object' || addon === null || !('tryLock' in addon)) return null;
    const { tryLock } = addon;
    return typeof tryLock === 'function' ? (file) => Reflect.apply(tryLock, addon, [file]) === true : null;
  } catch {
    return null;
  }
}
