import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of this package: src/registry and dist/registry are equally deep. */
const PACKAGE = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * The folder that registry files, contracts and generated schemas lie in.
 *
 * MODELLREGION_ROOT names it. Else, in a source checkout, it is the repository this package stands in, from wherever
 * it is called; a package that npm installed belongs to the project it is called from: the nearest folder upwards
 * with `schema/registry`, or the working directory where there is none yet.
 */
export function projectRoot(
  env: Readonly<Record<string, string | undefined>> = process.env,
  { packageFolder = PACKAGE, cwd = process.cwd() } = {},
): string {
  const chosen = env['MODELLREGION_ROOT'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (!packageFolder.split(sep).includes('node_modules')) return dirname(packageFolder);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'schema/registry'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

/** What every region has in the same words, such as `shared.graphql`: the project's own, else the package's. */
export function sharedFile(name: string, root: string): string {
  const own = join(root, 'schema', name);
  return existsSync(own) ? own : join(PACKAGE, name);
}
