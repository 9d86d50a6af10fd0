import { describe, expect, test } from '@jest/globals';
import { dayRange } from '@modellregion/subgraph-kit';
import { freeSlots } from '../src/slots/free-slots.js';
import { easterSunday, isPublicHoliday } from '../src/slots/holidays.js';

/** An office with one desk that is open at night, so that a clock change falls into its hours. */
const night = (date: string, weekday: number) => ({
  opening: [{ weekday, opensMinute: 0, closesMinute: 6 * 60 }],
  minutes: 30,
  desks: 1,
  booked: [],
  range: dayRange(date),
});
const starts = (question: Parameters<typeof freeSlots>[0]): string[] =>
  [...freeSlots(question)].map(({ from }) => from.toISOString().slice(11, 16));

describe('clock changes', () => {
  test('29 March 2026: 00:00 to 06:00 has five hours, none of them from 02:00 to 03:00', () => {
    const slots = starts(night('2026-03-29', 7));
    // 23:00 UTC is midnight in winter time, 04:00 UTC is 06:00 in summer time.
    expect(slots).toEqual([
      ...['23:00', '23:30', '00:00', '00:30', '01:00', '01:30'],
      ...['02:00', '02:30', '03:00', '03:30'],
    ]);
  });

  test('25 October 2026: 00:00 to 06:00 has seven hours, 02:00 to 03:00 twice', () => {
    const slots = starts(night('2026-10-25', 7));
    expect(slots).toHaveLength(14);
    expect(new Set(slots).size).toBe(14);
    expect([slots[0], slots.at(-1)]).toEqual(['22:00', '04:30']);
  });

  test('a common day has six', () => {
    expect(starts(night('2026-06-16', 2))).toHaveLength(12);
  });
});

describe('what is free', () => {
  const day = {
    opening: [
      { weekday: 1, opensMinute: 14 * 60, closesMinute: 15 * 60 },
      { weekday: 1, opensMinute: 8 * 60, closesMinute: 8 * 60 + 50 },
    ],
    minutes: 20,
    desks: 2,
    booked: [],
    range: dayRange('2026-11-23'),
  };

  test('in order of time, and none that would end after closing', () => {
    expect(starts(day)).toEqual(['07:00', '07:20', '13:00', '13:20', '13:40']);
  });

  test('a slot is gone when all desks are taken, and comes back to nobody else', () => {
    const taken = { startsAt: new Date('2026-11-23T07:10:00Z'), endsAt: new Date('2026-11-23T07:20:00Z') };
    expect(starts({ ...day, booked: [taken] })).toContain('07:00');
    expect(starts({ ...day, booked: [taken, taken] })).toEqual(['07:20', '13:00', '13:20', '13:40']);
  });

  test('the range is half-open', () => {
    const range = { from: new Date('2026-11-23T07:20:00Z'), to: new Date('2026-11-23T13:20:00Z') };
    expect(starts({ ...day, range })).toEqual(['07:20', '13:00']);
  });

  test('nothing on a public holiday', () => {
    const range = dayRange('2026-05-25'); // Whit Monday
    expect(starts({ ...day, range })).toEqual([]);
  });
});

describe('public holidays of North Rhine-Westphalia', () => {
  test.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter %i', (year, date) => expect(easterSunday(year)).toBe(date));

  test('2026: eleven days', () => {
    const days = Array.from({ length: 365 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    );
    expect(days.filter(isPublicHoliday)).toEqual([
      ...['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25', '2026-06-04'],
      ...['2026-10-03', '2026-11-01', '2026-12-25', '2026-12-26'],
    ]);
  });
});
