import { createHash } from 'node:crypto';
import type { TestDatabase } from './database.js';

/** A hash of what each table holds, by name: two databases with the same rows have the same. */
export async function tableContents({
  client,
}: Pick<TestDatabase, 'client'>): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of rows) {
    const all = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t ORDER BY 1`);
    hashes[name] = createHash('sha256')
      .update(all.rows.map(({ row }) => row).join('\n'))
      .digest('hex');
  }
  return hashes;
}
