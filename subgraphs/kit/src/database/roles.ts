import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Cluster } from './cluster.js';
import { ensureSecrets } from './secrets.js';

/** Below the gateway's deadline of 3,000 ms: the database gives up before the caller has gone. */
export const STATEMENT_TIMEOUT_MS = 2_500;
/** Waiting for a lock longer than this is a fault of ours, not of the caller's. */
const LOCK_TIMEOUT_MS = 2_000;
/** A transaction that nobody continues holds locks and keeps vacuum from its work. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** The cluster takes 100; no subgraph can use up those of the others. */
const CONNECTIONS_PER_ROLE = 20;

/** Role and database of a subgraph have one name; the prefix keeps `postgres` and `template1` out of reach. */
export function databaseNameOf(subgraph: string): string {
  return `modellregion_${subgraph.replaceAll('-', '_')}`;
}

/** Connection URL of a subgraph's own role to its own database in the embedded cluster. */
export function subgraphDatabaseUrl(subgraph: string, password: string, port: number): string {
  const name = databaseNameOf(subgraph);
  return `postgresql://${name}:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/${name}`;
}

/**
 * Makes one role and one database for each subgraph, and takes the right to connect from everybody else: a role
 * is no superuser, owns its database and cannot open another. Does nothing that is done already.
 *
 * @returns the connection URL of each subgraph
 */
export async function ensureDatabases(
  cluster: Pick<Cluster, 'port' | 'superuserUrl'>,
  state: string,
  subgraphs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const secrets = ensureSecrets(state, subgraphs);
  const client = new Client({
    connectionString: cluster.superuserUrl(),
    application_name: 'modellregion supervisor',
  });
  await client.connect();
  try {
    await client.query(
      'REVOKE ALL ON DATABASE postgres FROM PUBLIC; REVOKE ALL ON DATABASE template1 FROM PUBLIC; ' +
        'REVOKE ALL ON DATABASE template0 FROM PUBLIC',
    );
    const urls = new Map<string, string>();
    for (const subgraph of subgraphs) {
      const password = secrets.databases[subgraph] ?? '';
      await ensureDatabase(client, databaseNameOf(subgraph), password);
      urls.set(subgraph, subgraphDatabaseUrl(subgraph, password, cluster.port));
    }
    return urls;
  } finally {
    await client.end();
  }
}

async function ensureDatabase(client: Client, name: string, password: string): Promise<void> {
  const role = escapeIdentifier(name);
  const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT';
  const exists = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  await client.query(
    `${exists.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${role} WITH ${rights} ` +
      `CONNECTION LIMIT ${String(CONNECTIONS_PER_ROLE)} PASSWORD ${escapeLiteral(password)}`,
  );
  const timeouts = {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
  for (const [setting, milliseconds] of Object.entries(timeouts)) {
    await client.query(`ALTER ROLE ${role} SET ${setting} = '${String(milliseconds)}ms'`);
  }
  const made = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (made.rowCount === 0) await client.query(`CREATE DATABASE ${role} OWNER ${role}`);
  await client.query(`REVOKE ALL ON DATABASE ${role} FROM PUBLIC`);
}
