import { PrismaPg } from '@prisma/adapter-pg';
import { Client } from 'pg';
import { errorCode, errorMessage } from './operator-error.js';

/** How a subgraph uses its database. */
export interface DatabaseSettings {
  /** `postgresql://…`; `?schema=name` as Prisma has it is understood. */
  readonly url: string;
  /** Connections at most; the embedded cluster has 100 for everybody. */
  readonly poolMax: number;
  /** Milliseconds after which the server gives a statement up; below the gateway's deadline. */
  readonly statementTimeoutMs: number;
  /** Shown in `pg_stat_activity`, so that an operator sees whose connection it is. */
  readonly applicationName: string;
}

const CONNECT_TIMEOUT_MS = 2_000;
const IDLE_IN_TRANSACTION_MS = 10_000;

/**
 * Prisma's driver adapter with every wait bounded: opening a connection, a statement at the server (told with the
 * connection, so that a database of the operator's own needs no settings) and a statement whose server is gone.
 */
export function prismaAdapter(settings: DatabaseSettings): PrismaPg {
  const { url, schema } = splitSchema(settings.url);
  return new PrismaPg(
    {
      connectionString: url,
      max: settings.poolMax,
      application_name: settings.applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: settings.statementTimeoutMs,
      query_timeout: settings.statementTimeoutMs + 500,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      ...(schema === null ? {} : { options: `-c search_path=${schema}` }),
    },
    schema === null ? {} : { schema },
  );
}

/** Whether the database answers; `reason` is for our log, it may name host and role. */
export type DatabaseHealth = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * `SELECT 1` over a connection of its own, so that a pool in full use does not look like a dead database.
 *
 * @param timeoutMs for connecting and for the answer, each; default 1,000
 */
export async function checkDatabase(
  settings: Pick<DatabaseSettings, 'url' | 'applicationName'>,
  timeoutMs = 1_000,
): Promise<DatabaseHealth> {
  const client = new Client({
    connectionString: splitSchema(settings.url).url,
    application_name: `${settings.applicationName} readiness`,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: `${errorCode(error) ?? ''} ${errorMessage(error)}`.trim() };
  } finally {
    // Not awaited: a server that hangs would hold the readiness answer up.
    void client.end().catch(() => undefined);
  }
}

/** Takes Prisma's `schema` parameter, which PostgreSQL does not know, out of a connection URL. */
export function splitSchema(url: string): { readonly url: string; readonly schema: string | null } {
  const parsed = new URL(url);
  const schema = parsed.searchParams.get('schema');
  if (schema === null) return { url, schema: null };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(schema)) {
    throw new TypeError('The schema in the database URL must consist of letters, digits and underscores.');
  }
  parsed.searchParams.delete('schema');
  return { url: parsed.toString(), schema };
}
