import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Top folder of the clone; the same place seen from `src` and from `dist`. */
const CLONE = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Where the region keeps its keys and its database: `MODELLREGION_STATE`, else as root
 * `/var/lib/modellregion` (a clone under root's home cannot be reached by the database's user), else
 * `.modellregion` in the clone.
 */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const chosen = env['MODELLREGION_STATE'];
  if (chosen !== undefined && chosen !== '') return chosen;
  return process.getuid?.() === 0 ? '/var/lib/modellregion' : join(CLONE, '.modellregion');
}
