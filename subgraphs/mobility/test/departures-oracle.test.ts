import { addDays, instantOf, isoWeekday, localDateOf } from '@modellregion/subgraph-kit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;

beforeAll(async () => {
  mobility = await startMobility('small');
  // Long rides that are still on their way two days later: they must not push the trips of that day aside.
  await mobility.client.query(
    `UPDATE pattern_stop SET offset_minutes = 1080 WHERE sequence = 1 AND pattern_id IN
       (SELECT pattern_id FROM trip GROUP BY pattern_id ORDER BY count(*), pattern_id LIMIT 40)`,
  );
});

afterAll(() => mobility.stop());

interface Call {
  readonly stop: string;
  readonly trip: string;
  readonly weekdays: number;
  readonly start: number;
  readonly offset: number;
}

const starts = new Map<string, number>();
/** `instantOf`, remembered: most trips start at the same minutes. */
function startOf(day: string, minute: number): number {
  const key = `${day} ${minute}`;
  const start = starts.get(key) ?? instantOf(day, minute).getTime();
  starts.set(key, start);
  return start;
}

/** What the statement says in SQL, in the plainest words of another language: all trips on all days, then sort. */
function oracle(calls: readonly Call[], from: Date): readonly string[] {
  const today = localDateOf(from);
  const days = Array.from({ length: 10 }, (_, i) => addDays(today, i - 2));
  return days
    .flatMap((day) => {
      const bit = 1 << (isoWeekday(day) - 1);
      return calls
        .filter(({ weekdays }) => (weekdays & bit) !== 0)
        .map(({ trip, start, offset }) => ({ trip, day, at: startOf(day, start) + offset * 60_000 }));
    })
    .filter(({ at }) => at >= from.getTime() && at < from.getTime() + 7 * 86_400_000)
    .sort((a, b) => a.at - b.at || (a.trip < b.trip ? -1 : 1))
    .slice(0, 100)
    .map(({ trip, day, at }) => `${trip}@${day.replaceAll('-', '')} ${new Date(at).toISOString()}`);
}

test('the statement finds the same departures as going through the whole timetable', async () => {
  const { rows } = await mobility.client.query<Call>(
    `SELECT stop_id AS stop, trip.id AS trip, weekdays, start_minute AS start, offset_minutes AS offset
       FROM pattern_stop JOIN trip USING (pattern_id) WHERE boarding`,
  );
  const stops = [...new Set(rows.map(({ stop }) => stop))].sort().filter((_, index) => index % 12 === 0);
  const calls = stops.map((stop) => rows.filter((it) => it.stop === stop));
  const instants = [
    '2026-11-28T23:50:00+01:00',
    '2026-11-30T05:10:00+01:00',
    '2026-03-28T22:00:00+01:00',
    '2026-03-29T01:30:00+01:00',
    '2026-10-25T02:30:00+02:00',
    '2026-10-25T02:30:00+01:00',
    '2026-12-31T23:59:00+01:00',
  ];
  for (const from of instants) {
    const expected = calls.map((it) => oracle(it, new Date(from)));
    for (const first of [1, 7, 100]) {
      expect(await ask(stops, from, first)).toEqual(expected.map((it) => it.slice(0, first)));
    }
  }
});

async function ask(stops: readonly string[], from: string, first: number): Promise<unknown> {
  const found = (await mobility.entities(
    'Stop',
    stops.map((id) => ({ id })),
    `departures(from: "${from}", first: ${first}) { tripId plannedAt }`,
  )) as { departures: { tripId: string; plannedAt: string }[] }[];
  return found.map(({ departures }) =>
    departures.map(({ tripId, plannedAt }) => `${tripId} ${plannedAt.replace('Z', '.000Z')}`),
  );
}
