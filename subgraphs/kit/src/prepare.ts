import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { pino } from 'pino';
import { systemClock, type Clock } from './clock.js';
import { migrate } from './database/index.js';
import type { SeedProfile, Subgraph } from './define-subgraph.js';
import { showProgress } from './seed-progress.js';
import { CREATE_SEED_TABLE, SEED_TABLE } from './seed-table.js';

/**
 * Applies the subgraph's migrations (`prisma/migrations`) to its database.
 *
 * @returns names of the migrations applied, or with `dryRun` of those that are missing
 */
export async function migrateSubgraph<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  url: string,
  dryRun: boolean,
): Promise<readonly string[]> {
  return migrate({ url, folder: fileURLToPath(new URL('prisma/migrations', subgraph.folder)), dryRun });
}

/**
 * Writes the subgraph's synthetic data once: in one transaction, so that an interrupted seed leaves nothing,
 * and under a lock, so that two starts at once write it once.
 *
 * @param clock what the seed takes for today: applications and bookings are placed around it
 * @returns false if the database has been seeded before
 * @throws Error if it was seeded with another profile, or the subgraph has no seed
 */
export async function seedSubgraph<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  url: string,
  profile: SeedProfile,
  clock: Clock = systemClock,
): Promise<boolean> {
  if (subgraph.seed === undefined) throw new Error(`${subgraph.name} has no synthetic data to write.`);
  const client = new Client({
    connectionString: url,
    application_name: `${subgraph.name} seed`,
    // Writing thousands of rows may take longer than a request may, and drawing them leaves the connection idle.
    options: '-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0',
  });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(CREATE_SEED_TABLE);
    await client.query(`LOCK TABLE ${SEED_TABLE} IN EXCLUSIVE MODE`);
    const before = await client.query<{ profile: string }>(`SELECT profile FROM ${SEED_TABLE}`);
    const seeded = before.rows[0]?.profile;
    if (seeded !== undefined) {
      await client.query('ROLLBACK');
      if (seeded === profile) return false;
      throw new Error(
        `The database holds the synthetic data "${seeded}", not "${profile}": ` +
          'run "npx --no modellregion reset" to begin anew, or ask for the one that is there.',
      );
    }
    const log = pino({ name: subgraph.name });
    const endProgress = showProgress(client, { name: subgraph.name, log });
    await subgraph.seed({ client, profile, clock, log }).finally(endProgress);
    await client.query(`INSERT INTO ${SEED_TABLE} (profile) VALUES ($1)`, [profile]);
    await client.query('COMMIT');
    // Fresh statistics: until autovacuum comes by, the planner would not choose the indexes.
    await client.query('ANALYZE');
    return true;
  } finally {
    await client.end();
  }
}
