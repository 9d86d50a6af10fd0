import { DateTime } from 'luxon';
import { badUserInput } from '../errors.js';
import { addDays, startOfDay, type LocalDate } from './local-date.js';
import { REGION_ZONE } from './zone.js';

/** A half-open stretch of time: `from` belongs to it, `to` does not, so that neighbours neither overlap nor gap. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

const QUARTER_HOUR_MS = 15 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A day of the region: 24 hours, or 23 and 25 at the clock changes. */
export function dayRange(date: LocalDate): TimeRange {
  return { from: startOfDay(date), to: startOfDay(addDays(date, 1)) };
}

/** The month of the region that a day lies in. */
export function monthRange(date: LocalDate): TimeRange {
  const month = DateTime.fromJSDate(startOfDay(date), { zone: REGION_ZONE }).startOf('month');
  return { from: month.toJSDate(), to: month.plus({ months: 1 }).toJSDate() };
}

/** True if an instant lies in a range. */
export function isWithin(range: TimeRange, instant: Date): boolean {
  return range.from <= instant && instant < range.to;
}

/** True if two ranges share an instant; neighbours do not. */
export function overlaps(a: TimeRange, b: TimeRange): boolean {
  return a.from < b.to && b.from < a.to;
}

/** Begin of each quarter-hour of a range, from its begin: 96 on a common day, 92 and 100 at the clock changes. */
export function quarterHours(range: TimeRange): Date[] {
  const starts: Date[] = [];
  for (let time = range.from.getTime(); time < range.to.getTime(); time += QUARTER_HOUR_MS) {
    starts.push(new Date(time));
  }
  return starts;
}

/**
 * A range that a caller asked for with the arguments `from` and `to`.
 *
 * @param rule.argument name of the argument an error is about; default `to`
 * @param rule.upTo31Days true to refuse ranges of more than 31 days (of 24 hours, and the hour of a clock change)
 * @throws ClientError `BAD_USER_INPUT` with format `TIME_RANGE` or `TIME_RANGE_31_DAYS`
 */
export function requireTimeRange(
  from: Date,
  to: Date,
  rule: { readonly argument?: string; readonly upTo31Days?: boolean } = {},
): TimeRange {
  const { argument = 'to', upTo31Days = false } = rule;
  const length = to.getTime() - from.getTime();
  if (length > 0 && (!upTo31Days || length <= 31 * DAY_MS + 4 * QUARTER_HOUR_MS)) return { from, to };
  throw badUserInput({ argument, format: upTo31Days ? 'TIME_RANGE_31_DAYS' : 'TIME_RANGE' });
}
