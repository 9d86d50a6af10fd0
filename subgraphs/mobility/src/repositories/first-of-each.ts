import { groupLoader, loaderPer, type Loader } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { Table } from './tables.js';

/** How many rows of each key a list shows. */
export interface First {
  readonly first: number;
}

interface FirstOfEach {
  readonly table: Table;
  /** Column with the key of the one that has many; an index begins with it and goes on with `order`. */
  readonly column: string;
  /** Columns of the order, the id last. */
  readonly order: string;
}

/**
 * Loaders for the first rows of each key: one statement for all keys, which reads no more than `first` rows of
 * each from the index.
 */
export function firstOfEach<Row>(
  db: PrismaClient,
  { table, column, order }: FirstOfEach,
): (args: First) => Loader<readonly Row[]> {
  const [key, orderBy] = [Prisma.raw(column), Prisma.raw(order)];
  return loaderPer(({ first }) => {
    const loader = groupLoader<string, { key: string; row: Row }>(
      async (keys) => {
        const rows = await db.$queryRaw<(Row & { key: string })[]>`
          SELECT asked.key, found.*
            FROM unnest(${keys}::text[]) AS asked (key)
           CROSS JOIN LATERAL (
             SELECT row_number() OVER (ORDER BY ${orderBy}) AS place, ${table.columns}
               FROM ${table.name} WHERE ${key} = asked.key ORDER BY ${orderBy} LIMIT ${first}
           ) AS found
           ORDER BY asked.key, found.place`;
        return rows.map((row) => ({ key: row.key, row }));
      },
      ({ key }) => key,
    );
    return { load: async (key) => (await loader.load(key)).map(({ row }) => row) };
  });
}
