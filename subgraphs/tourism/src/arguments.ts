import { badUserInput, requireTimeRange, type TimeRange } from '@modellregion/subgraph-kit';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;

/**
 * The stretch of time that events are asked for.
 *
 * @throws ClientError `BAD_USER_INPUT` unless `from` is before `to` and the stretch is at most 366 days
 */
export function requireSearchRange(from: Date, to: Date): TimeRange {
  const range = requireTimeRange(from, to);
  if (range.to.getTime() - range.from.getTime() <= LONGEST_DAYS * DAY_MS) return range;
  throw badUserInput({ argument: 'to', format: 'TIME_RANGE_366_DAYS' });
}

/** @throws ClientError `BAD_USER_INPUT` unless the argument `radiusM` is one from 1 to 20000. */
export function requireRadius(radiusM: number): number {
  if (radiusM >= 1 && radiusM <= 20_000) return radiusM;
  throw badUserInput({ argument: 'radiusM', format: 'RADIUS' });
}

/** @throws ClientError `BAD_USER_INPUT` unless the argument `year` is one from 1900 to 2100. */
export function requireYear(year: number): number {
  if (year >= 1900 && year <= 2100) return year;
  throw badUserInput({ argument: 'year', format: 'YEAR' });
}
