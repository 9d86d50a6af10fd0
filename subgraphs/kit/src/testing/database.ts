import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { systemClock, type Clock } from '../clock.js';
import { ensureDatabases, startCluster } from '../database/index.js';
import type { SeedProfile, Subgraph } from '../define-subgraph.js';
import { migrateSubgraph, seedSubgraph } from '../prepare.js';

/** A statement as PostgreSQL counted it. */
export interface CountedStatement {
  /** Normalised text, constants are `$1`, `$2` … */
  readonly query: string;
  readonly calls: number;
}

/** A migrated and seeded database of one subgraph in a cluster of its own. */
export interface TestDatabase {
  /** DATABASE_URL of the subgraph's role. */
  readonly url: string;
  /** A connection of that role, for fixtures and EXPLAIN. */
  readonly client: pg.Client;
  /**
   * Runs something and returns which statements reached this database meanwhile, counted by
   * pg_stat_statements; transaction control is left out.
   */
  statementsOf(action: () => Promise<unknown>): Promise<readonly CountedStatement[]>;
  /** Closes the connections, stops the cluster, removes its folder. */
  stop(): Promise<void>;
}

/**
 * One embedded cluster, one database with its own role, all migrations of the subgraph, and its seed.
 *
 * @param profile which seed to run; null leaves the tables empty
 * @param clock the day of seeding
 */
export async function startDatabase<Db, Services>(
  subgraph: Subgraph<Db, Services>,
  profile: SeedProfile | null = 'small',
  clock: Clock = systemClock,
): Promise<TestDatabase> {
  const state = await mkdtemp(join(tmpdir(), 'modellregion-test-'));
  // As root the database runs as the user postgres, who must be able to pass through.
  await chmod(state, 0o711);
  const settings = { shared_preload_libraries: 'pg_stat_statements' };
  const cluster = await startCluster({ state, durable: false, settings });
  const url = (await ensureDatabases(cluster, state, [subgraph.name])).get(subgraph.name) ?? '';
  // Fixtures of thousands of rows may take longer than a request may.
  const client = new pg.Client({
    connectionString: url,
    options: '-c statement_timeout=0 -c lock_timeout=0',
  });
  const admin = new pg.Client(cluster.superuserUrl());
  const stop = async (): Promise<void> => {
    await Promise.allSettled([client.end(), admin.end()]);
    await cluster.stop();
    await rm(state, { recursive: true, force: true });
  };
  try {
    await Promise.all([client.connect(), admin.connect()]);
    await admin.query('CREATE EXTENSION pg_stat_statements');
    await migrateSubgraph(subgraph, url, false);
    if (profile !== null) await seedSubgraph(subgraph, url, profile, clock);
  } catch (error) {
    await stop();
    throw error;
  }
  const database = new URL(url).pathname.slice(1);
  return { url, client, stop, statementsOf: (action) => count(admin, database, action) };
}

/**
 * How many statements touched each table: what stands after FROM or JOIN, but for functions such as unnest.
 * A statement that names a table twice counts once.
 */
export function statementsPerTable(
  statements: readonly CountedStatement[],
): Readonly<Record<string, number>> {
  const perTable: Record<string, number> = {};
  for (const { query, calls } of statements) {
    const names = [
      ...query.matchAll(/\b(?:from|join)\s+(?:"?public"?\.)?"?(?!lateral\b)([a-z_0-9]+)\b(?!\s*\()/gi),
    ];
    for (const table of new Set(names.map((match) => match[1] ?? ''))) {
      perTable[table] = (perTable[table] ?? 0) + calls;
    }
  }
  return perTable;
}

async function count(
  admin: pg.Client,
  database: string,
  action: () => Promise<unknown>,
): Promise<readonly CountedStatement[]> {
  await admin.query('SELECT pg_stat_statements_reset()');
  await action();
  const { rows } = await admin.query<{ query: string; calls: string }>(
    `SELECT s.query, s.calls FROM pg_stat_statements s
       JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = $1 AND s.query !~* '^\\s*(begin|commit|rollback|set|deallocate|discard)'
      ORDER BY s.query`,
    [database],
  );
  return rows.map(({ query, calls }) => ({ query, calls: Number(calls) }));
}
