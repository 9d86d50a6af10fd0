import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@modellregion/schema';
import { ensureDatabases, startCluster, type Cluster } from '@modellregion/subgraph-kit';
import { databaseUser } from '../../subgraphs/kit/src/database/system-user.js';
import { writeIssued, type Issued } from '../support/certificates.js';

/** What a command line left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command of the tool that is under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** The first line of its log that says this; rejects when it ends before. */
  said(event: string): Promise<Record<string, unknown>>;
}

const BIN = join(REPOSITORY_ROOT, 'schema/bin/modellregion.mjs');

/** Starts `modellregion <args>` with nothing in its environment but this. */
export function start(args: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const outcome = once(child, 'close').then(() => ({ code: child.exitCode, out, err }));
  const said = (event: string) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      child.stdout.on('data', () => {
        const line = out.split('\n').find((it) => it.includes(`"${event}"`) && it.endsWith('}'));
        if (line !== undefined) resolve(JSON.parse(line) as Record<string, unknown>);
      });
      void outcome.then(() => {
        reject(new Error(`it ended and said:\n${out}${err}`));
      });
    });
  return { child, outcome, said };
}

/** Runs `modellregion <args>` to its end. */
export function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  return start(args, env).outcome;
}

/** A PostgreSQL that offers TLS, with one database and its role for each name. */
export interface SecureDatabase {
  readonly urls: ReadonlyMap<string, string>;
  readonly folder: string;
  stop(): Promise<void>;
}

/** @param issued its certificate; null: it does not offer TLS at all */
export async function secureDatabase(
  issued: Issued | null,
  names: readonly string[],
): Promise<SecureDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'modellregion-operate-'));
  // As root the database runs as the user postgres, who must be able to pass through.
  chmodSync(folder, 0o711);
  const cluster: Cluster = await startCluster({
    state: folder,
    durable: false,
    ...(issued === null ? {} : { settings: tlsSettings(folder, issued) }),
  });
  const urls = new Map<string, string>();
  for (const [name, url] of await ensureDatabases(cluster, folder, names)) {
    urls.set(name, url.replace('127.0.0.1', 'localhost'));
  }
  return {
    urls,
    folder,
    stop: async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tlsSettings(folder: string, issued: Issued): Record<string, string> {
  const { certFile, keyFile } = writeIssued(folder, 'postgres', issued);
  const user = databaseUser();
  if (user !== null) chownSync(keyFile, user.uid, user.gid);
  return { ssl: 'on', ssl_cert_file: certFile, ssl_key_file: keyFile };
}
