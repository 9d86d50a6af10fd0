import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { errorMessage, OperatorError } from '../database/index.js';

/** The environment as read: names to values. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the region keeps database, keys and logs: `MODELLREGION_STATE`; else, as root, `/var/lib/modellregion`
 * (the user `postgres`, who then runs the database, cannot reach a clone below a 0700 home); else
 * `.modellregion` in the clone.
 */
export function stateFolder(env: Environment): string {
  const chosen = env['MODELLREGION_STATE'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return isRoot() ? '/var/lib/modellregion' : join(REPOSITORY_ROOT, '.modellregion');
}

/**
 * Makes the state folder if it is missing: closed to others, except that as root the user `postgres` must be able
 * to pass through (0711: enter, not list; every secret in it is 0600).
 *
 * @throws OperatorError when it cannot be made or belongs to somebody else
 */
export function createStateFolder(folder: string): void {
  try {
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined)
      chmodSync(folder, isRoot() ? 0o711 : 0o700);
    refuseForeignOwner(folder);
    mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      `The state folder ${folder} cannot be used (${errorMessage(error)}): give yourself the right to write it, or ` +
        'set MODELLREGION_STATE to another folder.',
    );
  }
}

/** In a folder of another user, what root writes that user could replace, and could not delete. */
function refuseForeignOwner(folder: string): void {
  const { uid } = statSync(folder);
  if (process.getuid === undefined || uid === process.getuid()) return;
  throw new OperatorError(
    `The state folder ${folder} belongs to user id ${String(uid)}, not to you (${String(process.getuid())}): start ` +
      'as that user, or set MODELLREGION_STATE to another folder.',
  );
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
