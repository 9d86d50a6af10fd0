import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A state folder of a test's own. As root the user `postgres` must be able to pass, hence not the 0700 default. */
export function newState(): string {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-region-'));
  chmodSync(folder, 0o755);
  made.push(folder);
  return join(folder, 'state');
}

/** For `afterAll`. */
export function removeStates(): void {
  for (const folder of made.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
