// What several formats say in SQL of `staged` records with an `ags`.

/** Arguments of `StagedTable.reject` for records of a municipality that is not there. */
export const REJECT_UNKNOWN_TOWN: readonly [condition: string, column: string, reason: string] = [
  'NOT EXISTS (SELECT FROM municipality AS town WHERE town.ags = staged.ags)',
  'ags',
  `'the municipality ' || ags || ' is not known here: import the areas of the municipalities first'`,
];

/** A condition over `staged` and the `town` it names, which is there. */
export function isKnownTown(condition: string): string {
  return `EXISTS (SELECT FROM municipality AS town WHERE town.ags = staged.ags AND ${condition})`;
}

/**
 * The warning that a record calls its town by another name.
 *
 * @param column of the staged table
 */
export function nameHere(column: string): string {
  const town = '(SELECT town.name FROM municipality AS town WHERE town.ags = staged.ags)';
  return `'"' || left(${column}, 60) || '", but ' || ags || ' is ' || ${town}`;
}
