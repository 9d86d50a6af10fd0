import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';

/**
 * Where the region keeps its keys and its database: `MODELLREGION_STATE`, else as root
 * `/var/lib/modellregion` (a clone under root's home cannot be reached by the database's user), else
 * `.modellregion` in the clone.
 */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const chosen = env['MODELLREGION_STATE'];
  if (chosen !== undefined && chosen !== '') return chosen;
  return process.getuid?.() === 0 ? '/var/lib/modellregion' : join(REPOSITORY_ROOT, '.modellregion');
}
