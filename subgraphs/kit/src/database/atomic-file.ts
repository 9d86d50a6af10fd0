import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file so that a reader, or the next start after a crash, finds the old text or the new one, never half
 * of it. The mode holds from the first byte: a secret is at no moment readable by others.
 *
 * @param mode permission bits, for example 0o600
 */
export function writeFileAtomically(path: string, text: string, mode: number): void {
  const draft = `${path}.${String(process.pid)}.tmp`;
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Makes renames in a folder survive a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
