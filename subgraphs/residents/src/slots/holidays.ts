import { addDays, type LocalDate } from '@modellregion/subgraph-kit';

/** Holidays with a fixed day, as MM-DD (§ 2 (1) Feiertagsgesetz NW). */
const FIXED = ['01-01', '05-01', '10-03', '11-01', '12-25', '12-26'] as const;

/** Days after Easter Sunday: Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi. */
const AFTER_EASTER = [-2, 1, 39, 50, 60] as const;

/** Whether a day is a public holiday in North Rhine-Westphalia (§ 2 (1) Feiertagsgesetz NW; Sundays are not asked). */
export function isPublicHoliday(date: LocalDate): boolean {
  if (FIXED.some((day) => date.endsWith(`-${day}`))) return true;
  const easter = easterSunday(Number(date.slice(0, 4)));
  return AFTER_EASTER.some((days) => addDays(easter, days) === date);
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, in Meeus, Astronomical Algorithms, 8). */
export function easterSunday(year: number): LocalDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(Math.floor(n / 31))}-${two((n % 31) + 1)}`;
}
