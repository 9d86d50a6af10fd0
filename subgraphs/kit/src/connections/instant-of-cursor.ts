import { badUserInput } from '../errors.js';

/**
 * The instant that a cursor holds as milliseconds since 1970 (`getTime()`).
 *
 * @param argument name of the argument as the schema has it; default `after`
 * @throws ClientError `BAD_USER_INPUT` with format `CURSOR` unless it lies between 1970 and 9999: a made-up cursor may
 *   say anything, and PostgreSQL does not know every instant that JavaScript knows
 */
export function instantOfCursor(milliseconds: number, argument = 'after'): Date {
  const known = milliseconds >= 0 && milliseconds < Date.UTC(10_000, 0);
  if (!known) throw badUserInput({ argument, format: 'CURSOR' });
  return new Date(milliseconds);
}
