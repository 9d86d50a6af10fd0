import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { OperatorError } from './operator-error.js';

/** Numeric identity that the database processes run as. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const USER = 'postgres';

/** Tools that add a system user, by absolute path because root's PATH often lacks sbin; the first that exists. */
const ADD_USER: readonly (readonly [string, ...string[]])[] = [
  ['/usr/sbin/useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER],
  ['/usr/bin/useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/bin/nologin', USER],
  ['/usr/sbin/adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', USER],
];

/**
 * PostgreSQL refuses to run as root: then the user `postgres` runs it, and is created if missing.
 *
 * @returns null when we are not root: the database runs as we do
 * @throws OperatorError when the user is missing and this system has no tool to make one
 */
export function databaseUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const known = lookUp();
  if (known !== null) return known;
  const tool = ADD_USER.find(([path]) => existsSync(path));
  if (tool !== undefined) {
    const [path, ...args] = tool;
    spawnSync(path, args, { stdio: 'ignore' });
  }
  const made = lookUp();
  if (made !== null) return made;
  throw new OperatorError(
    `PostgreSQL refuses to run as root, and the system user "${USER}" could not be created (no working useradd ` +
      'or adduser): create that user, or start as an ordinary user.',
  );
}

/**
 * initdb looks its own user up in the user database and gives up without an entry, whatever `-U` says.
 *
 * @throws OperatorError when the current uid has no passwd entry
 */
export function requirePasswdEntry(): void {
  try {
    userInfo();
  } catch {
    throw new OperatorError(
      `User id ${String(process.getuid?.())} has no entry in /etc/passwd, and PostgreSQL cannot set up a database ` +
        'for a user without a name: start as a user that has one, or set MODELLREGION_<NAME>_DATABASE_URL for ' +
        'every subgraph to use a database of your own.',
    );
  }
}

function lookUp(): SystemUser | null {
  const uid = idOf('-u');
  const gid = idOf('-g');
  return uid === null || gid === null ? null : { uid, gid };
}

/** `id` asks every user database the system knows (files, LDAP), not only /etc/passwd. */
function idOf(flag: '-u' | '-g'): number | null {
  const answer = spawnSync('id', [flag, USER], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return answer.status === 0 && /^\d+\s*$/.test(answer.stdout) ? Number(answer.stdout) : null;
}
