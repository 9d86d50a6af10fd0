import { isLocalDate } from '../time/index.js';
import { stringScalar } from './string-scalar.js';

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Scalar `DateTime`: an instant, RFC 3339 with offset; `Date` inside, printed in UTC as
 * `YYYY-MM-DDTHH:mm:ssZ`, fractions of a second cut off.
 *
 * Stricter than JavaScript: no instant without offset (it would depend on the machine), no lower case, no leap
 * second, no day that does not exist, no year outside 1 to 9999 in UTC. A string that a resolver hands on, such
 * as a field of an entity's representation, is read as an instant and printed the same way.
 */
export const DateTimeScalar = stringScalar<Date>({
  name: 'DateTime',
  description: 'Instant, RFC 3339 with offset, for example 2026-03-29T08:00:00+02:00; answers are in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  format: 'DATE_TIME',
  read: readInstant,
  print: (value) => {
    const instant = typeof value === 'string' ? readInstant(value) : value;
    return instant instanceof Date && isInRange(instant) ? `${instant.toISOString().slice(0, 19)}Z` : null;
  },
});

function readInstant(text: string): Date | null {
  const day = RFC_3339.exec(text)?.[1];
  if (day === undefined || !isLocalDate(day)) return null;
  const instant = new Date(text);
  return isInRange(instant) ? instant : null;
}

function isInRange(instant: Date): boolean {
  return instant.getTime() >= FIRST && instant.getTime() <= LAST;
}
