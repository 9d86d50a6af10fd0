import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { REPOSITORY_ROOT } from '../registry/load-registry.js';
import { readDefinitions, type Definitions } from '../sdl/contract.js';

/** The region's shared words, `schema/shared.graphql`. */
export function readShared(): Definitions {
  return readDefinitions(parse(readFileSync(join(REPOSITORY_ROOT, 'schema/shared.graphql'), 'utf8')));
}
