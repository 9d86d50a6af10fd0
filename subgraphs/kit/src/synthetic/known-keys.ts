import { escapeIdentifier, type Client } from 'pg';
import type { SeedRow } from './copy-rows.js';

/** Whether the database has the row of a table already. */
export type Known = (table: string, row: SeedRow) => boolean;

/** For a database that nothing was imported into. */
export const NOTHING_KNOWN: Known = () => false;

/**
 * Reads the keys of the tables that an import may have filled before the seed, which then draws only what is missing.
 *
 * @param keys columns of the key by table; rows of other tables are never known
 */
export async function knownKeys(
  client: Client,
  keys: Readonly<Record<string, readonly string[]>>,
): Promise<Known> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const [table, columns] of Object.entries(keys)) {
    const { rows } = await client.query<SeedRow>(
      `SELECT ${columns.map(escapeIdentifier).join(', ')} FROM ${escapeIdentifier(table)}`,
    );
    known.set(table, new Set(rows.map((row) => keyOf(row, columns))));
  }
  return (table, row) => known.get(table)?.has(keyOf(row, keys[table] ?? [])) ?? false;
}

function keyOf(row: SeedRow, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => row[column]));
}
