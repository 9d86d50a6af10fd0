import { DateTime } from 'luxon';
import { addDays, isLocalDate, startOfDay, type LocalDate } from './local-date.js';
import { REGION_ZONE } from './zone.js';

const MINUTES_PER_DAY = 1440;

/**
 * The instant of a time of a service day: what the clock in the region shows `minute` minutes after 00:00 of
 * `date`; 1440 and more are hours of the next days, as timetables have them (25:10 is 1510).
 *
 * At the clock changes the clock decides, not the time elapsed:
 * - a time that is skipped (29 March 2026, 02:00 to 02:59) is the one as far behind the gap: 02:30 means 03:30;
 * - a time that comes twice (25 October 2026, 02:00 to 02:59) is the first of the two, still in summer time.
 *
 * @param minute a whole number, 0 or more
 * @throws RangeError if `date` is no day or `minute` no such number
 */
export function instantOf(date: LocalDate, minute: number): Date {
  if (!isLocalDate(date)) throw new RangeError(`"${date}" is not a day such as 2026-03-29`);
  if (!Number.isInteger(minute) || minute < 0)
    throw new RangeError(`${minute} is not a minute of a service day`);
  const day = addDays(date, Math.floor(minute / MINUTES_PER_DAY));
  const minuteOfDay = minute % MINUTES_PER_DAY;
  const midnight = midnightOfPlainDay(day);
  return midnight === null ? atClockChange(day, minuteOfDay) : new Date(midnight + minuteOfDay * 60_000);
}

/** Midnights of days without a clock change, null for the others: they are asked for again and again. */
const midnights = new Map<LocalDate, number | null>();
const KEPT_DAYS = 5_000;

function midnightOfPlainDay(date: LocalDate): number | null {
  let midnight = midnights.get(date);
  if (midnight === undefined) {
    const [from, to] = [startOfDay(date).getTime(), startOfDay(addDays(date, 1)).getTime()];
    midnight = to - from === MINUTES_PER_DAY * 60_000 ? from : null;
    if (midnights.size >= KEPT_DAYS) midnights.clear();
    midnights.set(date, midnight);
  }
  return midnight;
}

function atClockChange(date: LocalDate, minuteOfDay: number): Date {
  const day = DateTime.fromISO(date, { zone: REGION_ZONE });
  const shown = day.set({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 });
  const candidates = shown.getPossibleOffsets().map((candidate) => candidate.toMillis());
  return new Date(Math.min(...candidates));
}
