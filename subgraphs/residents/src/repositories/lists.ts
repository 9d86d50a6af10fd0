import { MAX_PAGE_SIZE, rowsOfEach, tableOf, type Loader } from '@modellregion/subgraph-kit';
import type { Prisma, PrismaClient } from '../generated/prisma/client.js';

/** Loads the rows that belong to one key. */
export type RowsLoader<Row> = Loader<readonly Row[]>;

interface List {
  readonly table: string;
  /** Prisma's field names of the table: `Object.values(Prisma.…ScalarFieldEnum)`. */
  readonly fields: readonly string[];
  /** Column with the key of the one that has many; an index begins with it and goes on with `orderBy`. */
  readonly column: string;
  /** Order of the rows of one key, unique, as SQL. */
  readonly orderBy: string;
  /** Which rows count; all if left out. */
  readonly where?: Prisma.Sql;
}

/**
 * A loader for the first 100 rows of each key, the most that a list may show. A field's `first` takes its share
 * afterwards, so that two fields with another `first` share the statement.
 */
export function listOf<Row>(db: PrismaClient, { table, fields, ...list }: List): RowsLoader<Row> {
  return rowsOfEach<Row>(db, { table: tableOf(table, fields), ...list })({ first: MAX_PAGE_SIZE });
}

/** Remembers rows that came in a list for whoever asks for one of them by id later in the request. */
export function priming<Row>(
  list: RowsLoader<Row>,
  byId: { prime(key: string, row: NoInfer<Row>): unknown },
  keyOf: (row: Row) => string,
): RowsLoader<Row> {
  return {
    load: async (key) => {
      const rows = await list.load(key);
      for (const row of rows) byId.prime(keyOf(row), row);
      return rows;
    },
  };
}
