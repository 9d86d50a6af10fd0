import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from './nearest.mjs';
import { UsageError } from './usage-error.mjs';

/** The package of this tool. */
const PACKAGE = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The region's folder, or a partner's project: as schema/src/registry/project-root.ts finds it, which has to be built. */
export const ROOT = projectRoot(process.env, PACKAGE, process.cwd());

/** MODELLREGION_ROOT; in a checkout the repository; of an installed tool the project it is called in. */
export function projectRoot(env, packageFolder, cwd) {
  if (env.MODELLREGION_ROOT) return resolve(env.MODELLREGION_ROOT);
  if (!packageFolder.split(sep).includes('node_modules')) return dirname(packageFolder);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'schema/registry'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

/** The version of the tool and everything that comes with it. */
export function version() {
  return JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
}

/** Packages of ours by their folder in the region's repository. */
const PACKAGES = {
  schema: '@modellregion/schema',
  gateway: '@modellregion/gateway',
  'subgraphs/kit': '@modellregion/subgraph-kit',
  'subgraphs/registry': '@modellregion/registry',
};

/**
 * A program of ours, given as it lies in the region's repository; in a project of a partner's own it lies where npm
 * installed its package.
 */
export function programFile(file) {
  const here = join(ROOT, file);
  if (existsSync(here)) return here;
  const folder = Object.keys(PACKAGES).find((name) => file.startsWith(`${name}/`));
  if (folder === undefined) return here;
  if (folder === 'schema') return join(PACKAGE, file.slice('schema/'.length));
  for (const from of [ROOT, PACKAGE]) {
    try {
      const manifest = createRequire(join(from, 'package.json')).resolve(`${PACKAGES[folder]}/package.json`);
      return join(dirname(manifest), file.slice(folder.length + 1));
    } catch {
      // Not installed there: the next place.
    }
  }
  return here;
}

/** Names of the subgraphs: a registry file is called after its subgraph, so nothing has to be parsed. */
export function subgraphNames() {
  const folder = join(ROOT, 'schema/registry');
  // A project that begins has none yet.
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** Refuses a name that the registry does not have, and says which it has. */
export function requireSubgraph(name, command) {
  const names = subgraphNames();
  const exist =
    names.length === 0 ? `The registry of ${ROOT} has none.` : `The registry has ${names.join(', ')}.`;
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
