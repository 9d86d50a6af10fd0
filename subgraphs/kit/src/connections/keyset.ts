import type { CursorPart } from './cursor.js';

/** Prisma's `where` for the rows behind a cursor in the order (sort key, id), both ascending. */
export interface KeysetWhere<SortKey extends string, Id extends string, Value extends CursorPart> {
  AND: [
    Record<SortKey, { gte: Value }>,
    { OR: [Record<SortKey, { gt: Value }>, Record<Id, { gt: string }>] },
  ];
}

/**
 * The rows after a cursor for Prisma: `(sortKey, id) > (value, idValue)`, which Prisma cannot say as a row
 * comparison. Written as `sortKey >= value AND (sortKey > value OR id > idValue)`: the first half lets an index
 * on (sortKey, id) start at the cursor instead of at the beginning.
 *
 * Order by the same two columns, ascending. The sort key is never null, and the database compares texts by
 * code point (`C.UTF-8`).
 */
export function keysetAfter<SortKey extends string, Id extends string, Value extends CursorPart>(
  sortKey: SortKey,
  id: Id,
  [value, idValue]: readonly [Value, string],
): KeysetWhere<SortKey, Id, Value> {
  const column = <Name extends string, Condition>(name: Name, condition: Condition) =>
    ({ [name]: condition }) as Record<Name, Condition>;
  return {
    AND: [
      column(sortKey, { gte: value }),
      { OR: [column(sortKey, { gt: value }), column(id, { gt: idValue })] },
    ],
  };
}

/**
 * The same for SQL written by hand: `("name", "id") > ($1, $2)`. The caller passes the cursor's parts as the
 * parameters.
 *
 * @param columns sort keys in order, the id last, as `column` or `table.column`
 * @param firstParameter number of the first parameter; default 1
 * @throws RangeError if a column is not a plain lower-case name: it is written into the statement
 */
export function keysetAfterSql(columns: readonly string[], firstParameter = 1): string {
  const names = columns.map((column) => {
    if (!/^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/.test(column)) {
      throw new RangeError(`"${column}" is not a plain column name`);
    }
    return `"${column.replace('.', '"."')}"`;
  });
  const parameters = columns.map((_, index) => `$${firstParameter + index}`);
  return `(${names.join(', ')}) > (${parameters.join(', ')})`;
}
