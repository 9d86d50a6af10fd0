import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SubgraphContract } from '../checks/publication/publication.js';
import type { RegistryEntry } from '../registry/registry-entry.js';

/** A subgraph's contract as its file stands; empty text for a file that cannot be read. */
export function workingContract(entry: RegistryEntry): SubgraphContract {
  try {
    return { entry, sdl: readFileSync(entry.sdlFile, 'utf8') };
  } catch {
    return { entry, sdl: '' };
  }
}

/**
 * A subgraph's contract as it stands at a commit; undefined when the file is not there, or nothing of this is in git.
 * The entry is the present one: who runs a subgraph and where says nothing about what portals lose.
 */
export function contractAt(ref: string, entry: RegistryEntry, root: string): SubgraphContract | undefined {
  try {
    const sdl = execFileSync('git', ['show', `${ref}:./${entry.sdl}`], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return { entry, sdl };
  } catch {
    return undefined;
  }
}

/** Whether a commit exists; a misspelt one would otherwise look like a subgraph that is new. */
export function isCommit(ref: string, root: string): boolean {
  try {
    execFileSync('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
      cwd: root,
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
