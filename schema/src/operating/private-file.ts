import { accessSync, constants, statSync } from 'node:fs';

/**
 * What is wrong with a file that must be readable by this process and, where it holds a secret, by nobody else.
 * Its content is not looked at.
 *
 * A secret that belongs to somebody else may be readable by its group, which is how service managers hand
 * credentials over; everybody else's access is a fault, as is the group's right to change it.
 *
 * @returns one sentence with what to do, or null
 */
export function fileFault(path: string, holds: 'secret' | 'public'): string | null {
  let mode: number;
  let owner: number;
  try {
    const found = statSync(path);
    if (!found.isFile()) return `${path} is no file: name the file itself.`;
    ({ mode, uid: owner } = found);
    accessSync(path, constants.R_OK);
  } catch (error) {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    return code === 'ENOENT'
      ? `${path} does not exist: create it, or correct the path.`
      : `${path} cannot be read (${code}): give the user of this process the right to.`;
  }
  if (holds === 'public' || process.platform === 'win32') return null;
  const groupMayRead = owner !== process.getuid?.();
  const tooMuch = mode & (groupMayRead ? 0o037 : 0o077);
  if (tooMuch === 0) return null;
  const text = (mode & 0o777).toString(8).padStart(4, '0');
  return `${path} is open to others (mode ${text}): run "chmod 600 ${path}".`;
}
