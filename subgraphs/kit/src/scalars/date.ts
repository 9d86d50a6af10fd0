import { fromDateColumn, isLocalDate } from '../time/index.js';
import { stringScalar } from './string-scalar.js';

/**
 * Scalar `Date`: an existing day as `YYYY-MM-DD`, in and out a string.
 *
 * Printed from such a string, or from a JavaScript `Date` at midnight UTC, as Prisma reads a `date` column. A
 * `Date` with a time of day is refused: which day it is depends on the zone, so say it with `localDateOf`.
 */
export const DateScalar = stringScalar<string>({
  name: 'Date',
  description: 'Calendar day, ISO 8601, for example 2026-03-29.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  format: 'DATE',
  read: (text) => (isLocalDate(text) ? text : null),
  print: (value) => {
    if (typeof value === 'string') return isLocalDate(value) ? value : null;
    return value instanceof Date && value.getTime() % 86_400_000 === 0 ? fromDateColumn(value) : null;
  },
});
