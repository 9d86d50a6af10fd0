import { instantOf } from '@modellregion/subgraph-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { insertRun, insertStop } from './fixtures.js';
import { startMobility, type TestMobility } from './support.js';

const DAILY = 127;
const SATURDAY = 32;
const A = 'synthetic:a';
const B = 'synthetic:b';
const C = 'synthetic:c';

let mobility: TestMobility;

beforeAll(async () => {
  mobility = await startMobility(null);
  for (const [index, id] of [A, B, C, 'synthetic:rare', 'synthetic:none'].entries()) {
    await insertStop(mobility.client, id, 51.7 + index / 100, 8.7);
  }
  const { client } = mobility;
  await insertRun(client, {
    id: 'day',
    weekdays: 31,
    startMinute: 480,
    calls: [
      [A, 0],
      [B, 10],
      [C, 20],
    ],
  });
  // 25:30 of Saturday is half past one on Sunday; at B it is 02:10, in the hour that a clock change skips or doubles.
  await insertRun(client, {
    id: 'night',
    weekdays: SATURDAY,
    startMinute: 1530,
    calls: [
      [A, 0],
      [B, 40],
      [C, 100],
    ],
  });
  await insertRun(client, {
    id: 'night-2',
    weekdays: SATURDAY,
    startMinute: 1590,
    calls: [
      [A, 0],
      [B, 40],
    ],
  });
  await insertRun(client, {
    id: 'sunday',
    weekdays: 64,
    startMinute: 190,
    calls: [
      [A, 0],
      [B, 5],
    ],
  });
  await insertRun(client, {
    id: 'monthly',
    weekdays: DAILY,
    startMinute: 600,
    calls: [
      ['synthetic:rare', 0],
      [C, 9],
    ],
    valid: ['2026-06-10', '2026-06-10'],
  });
  await client.query(
    `INSERT INTO trip_exception VALUES ('day', '2026-06-02', false, 4), ('day', '2026-06-03', true, NULL)`,
  );
});

afterAll(() => mobility.stop());

/** `line planned` of the departures of one stop. */
async function departures(
  stop: string,
  from: string | null,
  first = 3,
  now?: string,
): Promise<readonly string[]> {
  const [found] = (await mobility.entities(
    'Stop',
    [{ id: stop }],
    `departures(first: ${first}${from === null ? '' : `, from: "${from}"`}) { line { name } plannedAt }`,
    now === undefined ? {} : { now },
  )) as { departures: { line: { name: string }; plannedAt: string }[] }[];
  return (found?.departures ?? []).map(({ line, plannedAt }) => `${line.name.slice(5)} ${plannedAt}`);
}

describe('departures', () => {
  test('are the next ones of the weekly timetable, on the weekdays it runs', async () => {
    // Friday 5 June 2026, 08:05 in Berlin: the bus at B is due at 08:10, then again on Monday; night-2 ends here.
    expect(await departures(B, '2026-06-05T08:05:00+02:00', 4)).toEqual([
      'day 2026-06-05T06:10:00Z',
      'night 2026-06-07T00:10:00Z',
      'day 2026-06-08T06:10:00Z',
      'day 2026-06-09T06:10:00Z',
    ]);
  });

  test('nobody boards at the last stop', async () => {
    expect(await departures(C, '2026-06-05T08:05:00+02:00')).toEqual([]);
  });

  test('begin at the clock of the request when from is left out; one at that very minute counts', async () => {
    expect(await departures(B, null, 1, '2026-06-05T08:10:00+02:00')).toEqual(['day 2026-06-05T06:10:00Z']);
    expect(await departures(B, null, 1, '2026-06-05T08:10:01+02:00')).toEqual(['night 2026-06-07T00:10:00Z']);
  });

  test('of the night belong to the service day before', async () => {
    // Sunday 7 June 2026, 01:00: yesterday's 25:30 is still to come, and Sunday's first run is after it.
    expect(await departures(A, '2026-06-07T01:00:00+02:00')).toEqual([
      'night 2026-06-06T23:30:00Z',
      'night-2 2026-06-07T00:30:00Z',
      'sunday 2026-06-07T01:10:00Z',
    ]);
  });

  test('clock goes forward (29 March 2026, 02:00 to 03:00): a skipped start is as far behind the gap, a ride takes its real minutes', async () => {
    const from = '2026-03-29T01:00:00+01:00';
    expect(await departures(A, from)).toEqual([
      'night 2026-03-29T00:30:00Z', // 01:30 CET
      'sunday 2026-03-29T01:10:00Z', // 03:10 CEST
      'night-2 2026-03-29T01:30:00Z', // 02:30 does not exist: 03:30 CEST
    ]);
    expect(await departures(B, from, 1)).toEqual(['night 2026-03-29T01:10:00Z']); // 40 minutes later, 03:10 CEST
  });

  test('clock goes back (25 October 2026, 03:00 to 02:00): a start that comes twice is the first one', async () => {
    const from = '2026-10-25T01:00:00+02:00';
    expect(await departures(A, from)).toEqual([
      'night 2026-10-24T23:30:00Z', // 01:30 CEST
      'night-2 2026-10-25T00:30:00Z', // 02:30 CEST, not the 02:30 CET an hour later
      'sunday 2026-10-25T02:10:00Z', // 03:10 CET
    ]);
  });

  test('are the first in time, not the first in the timetable', async () => {
    // On 29 March the 02:30 start (26:30 of Saturday) leaves after the 03:10 start of Sunday.
    expect(await departures(A, '2026-03-29T02:45:00+02:00', 1)).toEqual(['sunday 2026-03-29T01:10:00Z']);
  });

  test('look a week ahead, and only in the period of the timetable', async () => {
    expect(await departures('synthetic:rare', '2026-06-04T12:00:00+02:00')).toEqual([
      'monthly 2026-06-10T08:00:00Z',
    ]);
    expect(await departures('synthetic:rare', '2026-06-03T09:00:00+02:00')).toEqual([]);
    expect(await departures('synthetic:rare', '2026-06-10T12:00:00+02:00')).toEqual([]);
  });

  test('say what is known of a day: late, cancelled, nothing', async () => {
    const [stop] = (await mobility.entities(
      'Stop',
      [{ id: A }],
      'departures(from: "2026-06-01T00:00:00+02:00", first: 3) { tripId plannedAt estimatedAt cancelled platform }',
    )) as { departures: unknown[] }[];
    expect(stop?.departures).toEqual([
      {
        tripId: 'day@20260601',
        plannedAt: '2026-06-01T06:00:00Z',
        estimatedAt: null,
        cancelled: false,
        platform: 'A',
      },
      {
        tripId: 'day@20260602',
        plannedAt: '2026-06-02T06:00:00Z',
        estimatedAt: '2026-06-02T06:04:00Z',
        cancelled: false,
        platform: 'A',
      },
      {
        tripId: 'day@20260603',
        plannedAt: '2026-06-03T06:00:00Z',
        estimatedAt: null,
        cancelled: true,
        platform: 'A',
      },
    ]);
  });

  test('of many stops are one statement', async () => {
    const keys = [A, B, C, 'synthetic:rare', 'synthetic:none'].map((id) => ({ id }));
    const statements = await mobility.statementsOf(() =>
      mobility.entities('Stop', keys, 'departures { tripId }'),
    );
    expect(
      statements.filter(({ query }) => query.includes('pattern_stop')).map(({ calls }) => calls),
    ).toEqual([1]);
  });
});

test('instant_of in SQL is the instantOf of the kit, on every quarter-hour around both clock changes', async () => {
  for (const day of [
    '2026-03-27',
    '2026-03-28',
    '2026-03-29',
    '2026-10-23',
    '2026-10-24',
    '2026-10-25',
    '2026-07-01',
  ]) {
    const { rows } = await mobility.client.query<{ minute: number; at: Date }>(
      'SELECT minute, instant_of($1::date, minute) AS at FROM generate_series(0, 2895, 15) AS minute',
      [day],
    );
    expect(rows.filter(({ minute, at }) => at.getTime() !== instantOf(day, minute).getTime())).toEqual([]);
  }
});
