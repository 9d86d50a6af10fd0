import { Client } from 'pg';
import { splitSchema } from './connection.js';
import { errorMessage, OperatorError } from './operator-error.js';

/**
 * A connection for work that may take long: without the limits that the role has for requests.
 *
 * @param applicationName shown in `pg_stat_activity`
 * @param makeSchema creates the schema that the URL names; false for work that must change nothing
 * @throws OperatorError when the database cannot be opened
 */
export async function openForMaintenance(
  url: string,
  applicationName: string,
  makeSchema: boolean,
): Promise<Client> {
  let client: Client | undefined;
  try {
    const { url: connectionString, schema } = splitSchema(url);
    client = new Client({
      connectionString,
      application_name: applicationName,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    if (schema !== null) {
      if (makeSchema) await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
      await client.query(`SET search_path = "${schema}"`);
    }
    return client;
  } catch (error) {
    await client?.end().catch(() => undefined);
    throw new OperatorError(
      `The database cannot be opened (${errorMessage(error)}): check DATABASE_URL, and that the database runs.`,
    );
  }
}
