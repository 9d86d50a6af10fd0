import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from './nearest.mjs';
import { UsageError } from './usage-error.mjs';

/** The repository this tool stands in. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The version of the tool and everything in the repository. */
export function version() {
  return JSON.parse(readFileSync(join(ROOT, 'schema/package.json'), 'utf8')).version;
}

/** Names of the subgraphs: a registry file is called after its subgraph, so nothing has to be parsed. */
export function subgraphNames() {
  return readdirSync(join(ROOT, 'schema/registry'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** Refuses a name that the registry does not have, and says which it has. */
export function requireSubgraph(name, command) {
  const names = subgraphNames();
  const exist = `The registry has ${names.join(', ')}.`;
  if (name === undefined) throw new UsageError(`${command} needs the name of a subgraph. ${exist}`);
  if (names.includes(name)) return name;
  const meant = nearest(name, names);
  throw new UsageError(`No subgraph is called ${name}. ${exist}${meant ? ` Did you mean ${meant}?` : ''}`);
}

/** A part with a database of its own: a subgraph, or the registry. */
export function requirePart(name, command) {
  return name === 'registry' ? name : requireSubgraph(name, command);
}

/** The main of a subgraph, found through its package @modellregion/<name> wherever that is installed. */
export function subgraphMain(name) {
  const require = createRequire(join(ROOT, 'package.json'));
  let folder;
  try {
    folder = dirname(require.resolve(`@modellregion/${name}/package.json`));
  } catch {
    const installed = join(ROOT, 'subgraphs', name);
    if (!existsSync(installed)) {
      throw new UsageError(
        `The package @modellregion/${name} is not installed here: its operator runs it elsewhere, or npm install is due.`,
      );
    }
    folder = installed;
  }
  return requireBuilt(join(folder, 'dist/main.js'), `@modellregion/${name}`);
}

/** Refuses a program that has not been built. */
export function requireBuilt(main, what) {
  if (existsSync(main)) return main;
  throw new UsageError(`${what} is not built: run npm run build.`);
}
