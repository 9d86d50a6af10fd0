import { empty, raw, sqltag, type Sql } from '@prisma/client/runtime/client';
import { groupLoader, loaderPer, type Loader } from '../loaders/index.js';
import type { RawQueries } from './raw-queries.js';
import type { Table } from './table.js';

/** How many rows of each key a list shows. */
export interface First {
  readonly first: number;
}

/** A list that somebody has: premises of a business, notices of a business. */
export interface RowsOfEach {
  readonly table: Table;
  /** Column with the key of the one that has many; an index begins with it and goes on with `orderBy`. */
  readonly column: string;
  /** Order of the rows of one key, unique, as SQL. */
  readonly orderBy: string;
  /** Tables that come with each row. */
  readonly join?: Sql;
  /** Which rows count; all if left out. */
  readonly where?: Sql;
}

/**
 * Loaders for the first rows of each key: one statement for all keys of a request, which reads no more than `first`
 * rows of each. Prisma's findMany can only limit all keys together.
 */
export function rowsOfEach<Row>(
  db: RawQueries,
  { table, column, orderBy, join = empty, where }: RowsOfEach,
): (args: First) => Loader<readonly Row[]> {
  const [key, order] = [raw(column), raw(orderBy)];
  const condition = where === undefined ? empty : sqltag`AND ${where}`;
  return loaderPer(({ first }) => {
    const loader = groupLoader<string, { readonly key: string; readonly row: Row }>(
      async (keys) => {
        const rows = await db.$queryRaw<readonly (Row & { readonly __key: string })[]>`
          SELECT asked.key AS "__key", found.*
            FROM unnest(${keys}::text[]) AS asked (key)
           CROSS JOIN LATERAL (
             SELECT row_number() OVER (ORDER BY ${order}) AS "__place", ${table.columns}
               FROM ${table.name} ${join}
              WHERE ${key} = asked.key ${condition}
              ORDER BY ${order} LIMIT ${first}
           ) AS found
           ORDER BY asked.key, found."__place"`;
        return rows.map((row) => ({ key: row.__key, row }));
      },
      (found) => found.key,
    );
    return { load: async (one) => (await loader.load(one)).map(({ row }) => row) };
  });
}
