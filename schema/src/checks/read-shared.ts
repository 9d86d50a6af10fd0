import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { REPOSITORY_ROOT } from '../registry/load-registry.js';
import { sharedFile } from '../registry/project-root.js';
import { readDefinitions, type Definitions } from '../sdl/contract.js';

/** The region's shared words, `schema/shared.graphql`. */
export function readShared(): Definitions {
  return readDefinitions(parse(readFileSync(sharedFile('shared.graphql', REPOSITORY_ROOT), 'utf8')));
}
