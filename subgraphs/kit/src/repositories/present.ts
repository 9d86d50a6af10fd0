/**
 * A row that a foreign key promises.
 *
 * @throws Error if it is missing all the same: it was deleted between two statements of one request
 */
export function present<Row>(row: Row | null, what: string): Row {
  if (row === null) throw new Error(`${what} is gone although another row refers to it`);
  return row;
}
