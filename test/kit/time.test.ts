import { describe, expect, test } from '@jest/globals';
import { fixedClock, systemClock } from '../../subgraphs/kit/src/clock.js';
import * as time from '../../subgraphs/kit/src/time/index.js';
import { refusalOf } from './bad-user-input.js';

const utc = (instant: Date): string => instant.toISOString().replace('.000Z', 'Z');

describe('clock', () => {
  test('a fixed clock stands still and hands out its own objects', () => {
    const clock = fixedClock('2026-03-29T08:00:00+02:00');
    clock.now().setFullYear(1999);
    expect(utc(clock.now())).toBe('2026-03-29T06:00:00Z');
  });

  test.each(['2026-03-29T08:00:00', '2026-03-29', 'now', ''])(
    '%j is no instant for a fixed clock',
    (text) => {
      expect(() => fixedClock(text)).toThrow(/is not an instant with offset/);
    },
  );

  test('the system clock goes', () => {
    expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1000);
  });
});

describe('days of the region', () => {
  test.each([
    ['2026-03-28', '2026-03-27T23:00:00Z', 96, 'a common day'],
    ['2026-03-29', '2026-03-28T23:00:00Z', 92, 'clocks go forward'],
    ['2026-03-30', '2026-03-29T22:00:00Z', 96, 'the first day of summer time'],
    ['2026-10-25', '2026-10-24T22:00:00Z', 100, 'clocks go back'],
    ['2026-10-26', '2026-10-25T23:00:00Z', 96, 'the first day of winter time'],
  ])('%s begins at %s and has %i quarter-hours: %s', (date, begin, count) => {
    const quarters = time.quarterHours(time.dayRange(date));
    expect([utc(time.startOfDay(date)), quarters.length]).toEqual([begin, count]);
    expect(new Set(quarters.map(time.localDateOf))).toEqual(new Set([date]));
  });

  test.each([
    ['2026-03-28T22:59:59Z', '2026-03-28'],
    ['2026-03-28T23:00:00Z', '2026-03-29'],
    ['2026-10-25T22:59:59Z', '2026-10-25'],
    ['2026-12-31T23:00:00Z', '2027-01-01'],
  ])('at %s it is %s', (instant, date) => {
    expect(time.localDateOf(new Date(instant))).toBe(date);
  });

  test('Monday is 1 and Sunday is 7', () => {
    expect(['2026-03-23', '2026-03-29', '2024-02-29'].map(time.isoWeekday)).toEqual([1, 7, 4]);
  });

  test('days are counted on the calendar, not in hours', () => {
    expect([time.addDays('2026-03-28', 2), time.addDays('2026-10-26', -2)]).toEqual([
      '2026-03-30',
      '2026-10-24',
    ]);
    expect([time.addDays('2024-02-28', 1), time.addDays('2026-12-31', 1)]).toEqual([
      '2024-02-29',
      '2027-01-01',
    ]);
  });

  test('a date column is midnight UTC, whatever the zone', () => {
    expect(utc(time.toDateColumn('2026-03-29'))).toBe('2026-03-29T00:00:00Z');
    expect(time.fromDateColumn(new Date('2026-03-29T00:00:00Z'))).toBe('2026-03-29');
  });

  test.each(['2026-02-29', '2026-13-01', '2026-3-29', '0000-01-01', '29.03.2026', '2026-03-29T00:00'])(
    '%s is no day',
    (text) => {
      expect(time.isLocalDate(text)).toBe(false);
      expect(() => time.startOfDay(text)).toThrow(RangeError);
    },
  );
});

describe('instant of a service day', () => {
  test.each([
    ['2026-03-28', 510, '2026-03-28T07:30:00Z', '08:30 in winter'],
    ['2026-03-28', 1590, '2026-03-29T01:30:00Z', '26:30 of the evening before falls into the gap: 03:30'],
    ['2026-03-29', 119, '2026-03-29T00:59:00Z', '01:59, the last minute before the gap'],
    ['2026-03-29', 150, '2026-03-29T01:30:00Z', '02:30 is skipped: 03:30'],
    ['2026-03-29', 180, '2026-03-29T01:00:00Z', '03:00, the first minute after the gap'],
    ['2026-03-29', 510, '2026-03-29T06:30:00Z', '08:30 in summer'],
    ['2026-10-25', 119, '2026-10-24T23:59:00Z', '01:59, the last minute that comes once'],
    ['2026-10-25', 150, '2026-10-25T00:30:00Z', '02:30 comes twice: the first, in summer time'],
    ['2026-10-25', 180, '2026-10-25T02:00:00Z', '03:00 comes once'],
    ['2026-10-24', 1590, '2026-10-25T00:30:00Z', '26:30 of the evening before: the first 02:30'],
    ['2026-12-31', 1440, '2026-12-31T23:00:00Z', '24:00 is the next year'],
  ])('%s, minute %i is %s: %s', (date, minute, expected) => {
    expect(utc(time.instantOf(date, minute))).toBe(expected);
  });

  test.each([-1, 1.5, Number.NaN])('%p is no minute', (minute) => {
    expect(() => time.instantOf('2026-03-29', minute)).toThrow(RangeError);
  });

  test('times of day and minutes are the same thing', () => {
    expect(['00:00', '08:30', '23:59'].map(time.minuteOfDay)).toEqual([0, 510, 1439]);
    expect([0, 510, 1439, 1510].map(time.localTimeOf)).toEqual(['00:00', '08:30', '23:59', '01:10']);
    expect(['24:00', '8:30', '08:60', '08:30:00'].map(time.isLocalTime)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('half-open ranges', () => {
  const day = time.dayRange('2026-03-29');
  const next = time.dayRange('2026-03-30');

  test('the end of one is the begin of the next and belongs to the next alone', () => {
    expect(day.to).toEqual(next.from);
    expect([time.isWithin(day, day.from), time.isWithin(day, day.to), time.isWithin(next, day.to)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([time.overlaps(day, next), time.overlaps(next, day)]).toEqual([false, false]);
    expect(time.overlaps(day, { from: day.from, to: next.to })).toBe(true);
  });

  test('a month with a clock change is an hour shorter or longer', () => {
    const hours = (date: string): number => time.quarterHours(time.monthRange(date)).length / 4;
    expect([hours('2026-03-29'), hours('2026-10-01'), hours('2026-12-31')]).toEqual([
      31 * 24 - 1,
      31 * 24 + 1,
      31 * 24,
    ]);
  });

  test("a caller's range has from before to, and where asked at most 31 days", () => {
    const { from, to } = time.monthRange('2026-10-01');
    expect(time.requireTimeRange(from, to, { upTo31Days: true })).toEqual({ from, to });
    expect(refusalOf(() => time.requireTimeRange(from, from))).toMatchObject({
      argument: 'to',
      format: 'TIME_RANGE',
    });
    const later = new Date(to.getTime() + 1);
    expect(refusalOf(() => time.requireTimeRange(from, later, { upTo31Days: true }))).toMatchObject({
      format: 'TIME_RANGE_31_DAYS',
    });
  });
});
