import { badUserInput, localDateOf, requireTimeRange } from '@modellregion/subgraph-kit';
import type { Resolution } from './generated/graphql.js';

/** The stretch of time and the points of a series. */
export interface SeriesRange {
  readonly from: Date;
  readonly to: Date;
  readonly resolution: Resolution;
}

const QUARTER_HOUR_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Three years of days, a month of quarter-hours: more is no chart but an export. */
const MAX_POINTS = 3_000;

/**
 * The arguments of a series.
 *
 * @throws ClientError `BAD_USER_INPUT` unless both ends are quarter-hours (`QUARTER_HOUR`), `from` is before `to`
 *   (`TIME_RANGE`) and there are at most 3,000 points (`SERIES_LENGTH`)
 */
export function requireSeries({ from, to, resolution }: SeriesRange): SeriesRange {
  for (const [argument, instant] of Object.entries({ from, to })) {
    if (instant.getTime() % QUARTER_HOUR_MS !== 0) throw badUserInput({ argument, format: 'QUARTER_HOUR' });
  }
  const range = requireTimeRange(from, to);
  // "Not at most" instead of "more than": at the ends of the calendar the number of points may be NaN.
  if (!(pointsOf({ ...range, resolution }) <= MAX_POINTS)) {
    throw badUserInput({ argument: 'resolution', format: 'SERIES_LENGTH' });
  }
  return { ...range, resolution };
}

/** How many points a series has: each stretch of the calendar that the range touches is one. */
export function pointsOf({ from, to, resolution }: SeriesRange): number {
  const begin = from.getTime();
  const end = to.getTime();
  if (resolution === 'QUARTER_HOUR') return (end - begin) / QUARTER_HOUR_MS;
  if (resolution === 'HOUR') return Math.ceil(end / HOUR_MS) - Math.floor(begin / HOUR_MS);
  const first = new Date(localDateOf(from));
  const last = new Date(localDateOf(new Date(end - 1)));
  if (resolution === 'DAY') return (last.getTime() - first.getTime()) / DAY_MS + 1;
  const months = (day: Date): number => day.getUTCFullYear() * 12 + day.getUTCMonth();
  return months(last) - months(first) + 1;
}

/** @throws ClientError `BAD_USER_INPUT` unless the argument `year` is one from 1900 to 2100. */
export function requireYear(year: number): number {
  if (year < 1900 || year > 2100) throw badUserInput({ argument: 'year', format: 'YEAR' });
  return year;
}
