import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { startCluster } from './cluster.js';

/** What a test needs of a subgraph to fill a database; `defineSubgraph` returns it. */
export interface SeedableSubgraph {
  readonly name: string;
  /** Root of the package, with `prisma/migrations`. */
  readonly folder: URL;
  readonly seed?: (context: { client: pg.Client; profile: 'small' | 'demo'; log: never }) => Promise<void>;
}

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
 * One cluster, one database named like the subgraph, all its migrations, and its seed.
 *
 * @param profile which seed to run; null leaves the tables empty
 */
export async function startDatabase(
  subgraph: SeedableSubgraph,
  profile: 'small' | 'demo' | null = 'small',
): Promise<TestDatabase> {
  const cluster = await startCluster();
  const url = await cluster.createDatabase(subgraph.name);
  const client = new pg.Client(url);
  const admin = new pg.Client(cluster.adminUrl);
  await Promise.all([client.connect(), admin.connect()]);
  const stop = async (): Promise<void> => {
    await Promise.allSettled([client.end(), admin.end()]);
    await cluster.stop();
  };
  try {
    await migrate(client, subgraph.folder);
    if (profile !== null) await seed(client, subgraph, profile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, client, stop, statementsOf: (action) => count(admin, subgraph.name, action) };
}

/** Highest number of statements that touched one table, by table name; a table is what stands after FROM or JOIN. */
export function statementsPerTable(statements: readonly CountedStatement[]): Readonly<Record<string, number>> {
  const perTable: Record<string, number> = {};
  for (const { query, calls } of statements) {
    const names = [...query.matchAll(/\b(?:from|join)\s+(?:"?public"?\.)?"?([a-z_0-9]+)"?/gi)];
    for (const table of new Set(names.map((match) => match[1] ?? ''))) {
      perTable[table] = (perTable[table] ?? 0) + calls;
    }
  }
  return perTable;
}

async function migrate(client: pg.Client, folder: URL): Promise<void> {
  const migrations = new URL('prisma/migrations/', folder);
  const names = (await readdir(migrations, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const name of names.map((entry) => entry.name).sort()) {
    await client.query(await readFile(new URL(`${name}/migration.sql`, migrations), 'utf8'));
  }
}

async function seed(client: pg.Client, subgraph: SeedableSubgraph, profile: 'small' | 'demo'): Promise<void> {
  await client.query('BEGIN');
  await subgraph.seed?.({ client, profile, log: silentLog as never });
  await client.query('COMMIT');
  // A freshly filled table has no statistics yet, and the plan of an EXPLAIN would be a guess.
  await client.query('ANALYZE');
}

const silentLog = Object.fromEntries(
  ['fatal', 'error', 'warn', 'info', 'debug', 'trace'].map((level) => [level, () => undefined]),
);

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
