import { DateTime } from 'luxon';
import { REGION_ZONE } from './zone.js';

/** A calendar day as `YYYY-MM-DD`, years 0001 to 9999; sorts and compares as text. */
export type LocalDate = string;

/** True for an existing day of the Gregorian calendar in the form `YYYY-MM-DD`. */
export function isLocalDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith('0000')) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // JavaScript takes 30 February for 1 March; only a day that exists comes back as it was.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** The day it is in the region at an instant. */
export function localDateOf(instant: Date): LocalDate {
  return isoDate(DateTime.fromJSDate(instant, { zone: REGION_ZONE }));
}

/** The instant at which a day begins in the region. */
export function startOfDay(date: LocalDate): Date {
  return dayIn(date, REGION_ZONE).startOf('day').toJSDate();
}

/** The day `days` after (before, if negative) another. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return isoDate(dayIn(date, 'utc').plus({ days }));
}

/** Day of the week: 1 Monday to 7 Sunday (ISO 8601). */
export function isoWeekday(date: LocalDate): number {
  return dayIn(date, 'utc').weekday;
}

/** How Prisma wants a day for a `date` column: midnight UTC, whatever the zone of the region. */
export function toDateColumn(date: LocalDate): Date {
  return dayIn(date, 'utc').toJSDate();
}

/** The day that Prisma read from a `date` column. */
export function fromDateColumn(value: Date): LocalDate {
  return isoDate(DateTime.fromJSDate(value, { zone: 'utc' }));
}

function dayIn(date: LocalDate, zone: string): DateTime<true> {
  const day = DateTime.fromISO(date, { zone });
  if (!isLocalDate(date) || !day.isValid) throw new RangeError(`"${date}" is not a day such as 2026-03-29`);
  return day;
}

function isoDate(day: DateTime): LocalDate {
  const text = day.toISODate();
  if (text === null) throw new RangeError('not an instant: the Date is invalid');
  return text;
}
