import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pointsOf } from '../src/arguments.js';
import { seriesStatement } from '../src/repositories/series.js';
import { insertLocation, insertQuarters } from './fixtures.js';
import { citizen, startEnergy, type TestEnergy } from './support.js';

let energy: TestEnergy;
/** Market locations: a smart meter, a second one, a meter read once a month, both kinds, none. */
let smart: string;
let other: string;
let monthly: string;
let mixed: string;
let none: string;

beforeAll(async () => {
  energy = await startEnergy(null);
  const { client } = energy;
  smart = await insertLocation(client, 1, [[1, 'SMART_METER']]);
  other = await insertLocation(client, 2, [[2, 'SMART_METER']]);
  monthly = await insertLocation(client, 3, [[3, 'FERRARIS']]);
  mixed = await insertLocation(client, 4, [
    [4, 'SMART_METER'],
    [5, 'FERRARIS'],
  ]);
  none = await insertLocation(client, 5, []);
  for (const meter of [1, 2, 4]) {
    await insertQuarters(client, meter, '2026-01-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00');
  }
  // At the first meter: three hours of substitutes on 5 May, a gap of an hour and something preliminary on 6 May.
  const change = async (what: string, from: string, to: string): Promise<unknown> =>
    client.query(
      `${what} WHERE meter = 1 AND quarter >= extract(epoch FROM $1::timestamptz) / 900
                    AND quarter < extract(epoch FROM $2::timestamptz) / 900`,
      [from, to],
    );
  await change(
    'UPDATE quarter_hour_value SET status = 1',
    '2026-05-05T09:00+02:00',
    '2026-05-05T12:00+02:00',
  );
  await change(
    'UPDATE quarter_hour_value SET status = 2',
    '2026-05-06T09:00+02:00',
    '2026-05-06T09:15+02:00',
  );
  await change('DELETE FROM quarter_hour_value', '2026-05-06T12:00+02:00', '2026-05-06T13:00+02:00');
  await client.query(
    `INSERT INTO month_value (meter, month, amount, status)
     SELECT meter, month, 100000, CASE WHEN extract(month FROM month) = 3 THEN 1 ELSE 0 END
       FROM unnest(ARRAY[3, 5]) AS meter,
            generate_series(timestamp '2026-01-01', '2026-12-01', '1 month') AS month
      WHERE extract(month FROM month) <> 7`,
  );
  await client.query('ANALYZE');
});

afterAll(() => energy.stop());

interface Series {
  readonly unit: string;
  readonly total: number | null;
  readonly complete: boolean;
  readonly finestResolution: string;
  readonly points: readonly {
    readonly from: string;
    readonly to: string;
    readonly value: number | null;
    readonly complete: boolean;
    readonly status: string | null;
  }[];
}

async function series(maloId: string, from: string, to: string, resolution: string): Promise<Series> {
  const [found] = await energy.entities(
    'MarketLocation',
    [{ maloId }],
    `consumption(from: "${from}", to: "${to}", resolution: ${resolution}) {
       unit total complete finestResolution points { from to value complete status } }`,
    { caller: citizen('resident-a') },
  );
  return (found as { consumption: Series }).consumption;
}

/** `from value` of each point, in quarter-hours. */
const brief = ({ points }: Series): readonly string[] =>
  points.map(
    ({ from, value }) => `${from.slice(0, 16)} ${String(value === null ? null : Math.round(value * 1000))}`,
  );

describe('days and months are those of Europe/Berlin', () => {
  test('clock goes forward on 29 March 2026: a day of 92 quarter-hours, its hours are 23', async () => {
    const days = await series(smart, '2026-03-28T00:00:00+01:00', '2026-03-31T00:00:00+02:00', 'DAY');
    expect(brief(days)).toEqual(['2026-03-27T23:00 96', '2026-03-28T23:00 92', '2026-03-29T22:00 96']);
    expect(days).toMatchObject({ complete: true, total: 0.284 });
    const [from, to] = ['2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'];
    expect((await series(smart, from, to, 'HOUR')).points).toHaveLength(23);
    expect((await series(smart, from, to, 'QUARTER_HOUR')).points).toHaveLength(92);
  });

  test('clock goes back on 25 October 2026: a day of 100 quarter-hours, the hour that comes twice is two', async () => {
    const days = await series(smart, '2026-10-24T00:00:00+02:00', '2026-10-27T00:00:00+01:00', 'DAY');
    expect(brief(days)).toEqual(['2026-10-23T22:00 96', '2026-10-24T22:00 100', '2026-10-25T23:00 96']);
    expect(days.complete).toBe(true);
    const [from, to] = ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'];
    expect((await series(smart, from, to, 'QUARTER_HOUR')).points).toHaveLength(100);
    expect(brief(await series(smart, from, to, 'HOUR')).slice(2, 5)).toEqual([
      '2026-10-25T00:00 4',
      '2026-10-25T01:00 4',
      '2026-10-25T02:00 4',
    ]);
  });

  test('months of a year: March has an hour less, October one more', async () => {
    const year = await series(other, '2026-01-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00', 'MONTH');
    expect(year.points.map(({ value }) => Math.round((value ?? 0) * 1000))).toEqual(
      [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map(
        (days, month) => days * 96 + (month === 2 ? -4 : month === 9 ? 4 : 0),
      ),
    );
    expect(year).toMatchObject({
      complete: true,
      total: 35.04,
      unit: 'KWH',
      finestResolution: 'QUARTER_HOUR',
    });
    expect(year.points[3]).toMatchObject({ from: '2026-03-31T22:00:00Z', to: '2026-04-30T22:00:00Z' });
  });

  test('the first and last point end at the range; the range does not include its end', async () => {
    const days = await series(smart, '2026-06-01T18:00:00+02:00', '2026-06-03T06:15:00+02:00', 'DAY');
    expect(brief(days)).toEqual(['2026-06-01T16:00 24', '2026-06-01T22:00 96', '2026-06-02T22:00 25']);
    expect(days.points.at(-1)?.to).toBe('2026-06-03T04:15:00Z');
    expect(days.complete).toBe(true);
  });
});

describe('what is missing or not certain is seen', () => {
  test('a gap: the point says what is there, and that it is not complete; so does the series', async () => {
    const day = await series(smart, '2026-05-06T00:00:00+02:00', '2026-05-07T00:00:00+02:00', 'HOUR');
    expect(day.complete).toBe(false);
    expect(day.total).toBe(0.092);
    expect(day.points.slice(11, 14).map(({ value, complete, status }) => [value, complete, status])).toEqual([
      [0.004, true, 'TRUE_VALUE'],
      [null, false, null],
      [0.004, true, 'TRUE_VALUE'],
    ]);
    const [whole] = (await series(smart, '2026-05-06T00:00:00+02:00', '2026-05-07T00:00:00+02:00', 'DAY'))
      .points;
    expect(whole).toMatchObject({ value: 0.092, complete: false, status: 'PRELIMINARY' });
  });

  test('a point has the worst status of its values', async () => {
    const days = await series(smart, '2026-05-04T00:00:00+02:00', '2026-05-07T00:00:00+02:00', 'DAY');
    expect(days.points.map(({ status }) => status)).toEqual(['TRUE_VALUE', 'SUBSTITUTE', 'PRELIMINARY']);
    const [may] = (await series(smart, '2026-05-01T00:00:00+02:00', '2026-06-01T00:00:00+02:00', 'MONTH'))
      .points;
    expect(may).toMatchObject({ status: 'PRELIMINARY', complete: false });
  });

  test('before the first and after the last value there are points without values', async () => {
    const days = await series(smart, '2026-12-31T00:00:00+01:00', '2027-01-02T00:00:00+01:00', 'DAY');
    expect(days.points.map(({ value, complete }) => [value, complete])).toEqual([
      [0.096, true],
      [null, false],
    ]);
    const later = await series(smart, '2030-01-01T00:00:00+01:00', '2030-01-02T00:00:00+01:00', 'DAY');
    expect(later).toMatchObject({ total: null, complete: false });
  });

  test('every resolution adds up to the same total', async () => {
    const range = ['2026-05-01T00:00:00+02:00', '2026-05-31T00:00:00+02:00'] as const;
    const totals = await Promise.all(
      ['QUARTER_HOUR', 'HOUR', 'DAY', 'MONTH'].map(async (it) => (await series(smart, ...range, it)).total),
    );
    expect(totals).toEqual([2.876, 2.876, 2.876, 2.876]);
  });
});

describe('a meter that is read once a month', () => {
  test('answers whole months; a month without a value is a gap', async () => {
    const year = await series(monthly, '2026-01-01T00:00:00+01:00', '2027-01-01T00:00:00+01:00', 'MONTH');
    expect(year).toMatchObject({ total: 1100, complete: false, finestResolution: 'MONTH' });
    expect(year.points[2]).toMatchObject({ value: 100, complete: true, status: 'SUBSTITUTE' });
    expect(year.points[6]).toMatchObject({ value: null, complete: false, status: null });
  });

  test('a part of a month, a day, an hour is not known: the points are there, empty, and not complete', async () => {
    const parts = await series(monthly, '2026-01-15T00:00:00+01:00', '2026-03-15T00:00:00+01:00', 'MONTH');
    expect(parts.points.map(({ value }) => value)).toEqual([null, 100, null]);
    const days = await series(monthly, '2026-02-01T00:00:00+01:00', '2026-03-01T00:00:00+01:00', 'DAY');
    expect(days).toMatchObject({ total: null, complete: false, finestResolution: 'MONTH' });
    expect(days.points).toHaveLength(28);
  });

  test('beside a smart one: months are sums of both, finer points are not complete', async () => {
    const [march] = (await series(mixed, '2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00', 'MONTH'))
      .points;
    expect(march).toMatchObject({ value: 102.972, complete: true, status: 'SUBSTITUTE' });
    const [day] = (await series(mixed, '2026-03-01T00:00:00+01:00', '2026-03-02T00:00:00+01:00', 'DAY'))
      .points;
    expect(day).toMatchObject({ value: 0.096, complete: false });
  });

  test('without any meter the series is empty and not complete', async () => {
    const days = await series(none, '2026-03-01T00:00:00+01:00', '2026-03-03T00:00:00+01:00', 'DAY');
    expect(days).toMatchObject({ total: null, complete: false });
    expect(days.points).toHaveLength(2);
  });
});

describe('what is refused', () => {
  const refusal = async (from: string, to: string, resolution: string): Promise<object | null> =>
    series(smart, from, to, resolution).then(
      () => null,
      (error: unknown) => (error as { extensions: object }).extensions,
    );

  test.each([
    ['QUARTER_HOUR', '2026-01-01T00:00:00Z', '2026-02-01T06:00:00Z', '2026-02-01T06:15:00Z'],
    ['HOUR', '2026-01-01T00:00:00Z', '2026-05-06T00:00:00Z', '2026-05-06T00:15:00Z'],
    ['DAY', '2020-01-01T00:00:00+01:00', '2028-03-19T00:00:00+01:00', '2028-03-19T00:15:00+01:00'],
    ['MONTH', '1900-01-01T00:00:00+01:00', '2150-01-01T00:00:00+01:00', '2150-01-01T00:15:00+01:00'],
  ])('more than 3,000 points: %s', async (resolution, from, to, beyond) => {
    expect((await series(smart, from, to, resolution)).points).toHaveLength(3000);
    const refused = { code: 'BAD_USER_INPUT', argument: 'resolution', format: 'SERIES_LENGTH' };
    expect(await refusal(from, beyond, resolution)).toEqual(refused);
  });

  test('the ends of the calendar', async () => {
    const refused = { code: 'BAD_USER_INPUT', argument: 'resolution', format: 'SERIES_LENGTH' };
    expect(await refusal('0001-01-01T00:00:00Z', '9999-12-31T23:45:00Z', 'MONTH')).toEqual(refused);
    expect((await series(smart, '9999-12-01T00:00:00Z', '9999-12-31T23:45:00Z', 'DAY')).points).toHaveLength(
      32,
    );
  });

  test('a time beside the quarter-hours, and a range that is none', async () => {
    const [at, later] = ['2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z'];
    expect(await refusal('2026-05-01T00:07:00Z', later, 'HOUR')).toMatchObject({
      argument: 'from',
      format: 'QUARTER_HOUR',
    });
    expect(await refusal(at, '2026-05-02T00:00:00.500Z', 'HOUR')).toMatchObject({
      argument: 'to',
      format: 'QUARTER_HOUR',
    });
    expect(await refusal(later, at, 'DAY')).toMatchObject({ argument: 'to', format: 'TIME_RANGE' });
    expect(await refusal(at, at, 'DAY')).toMatchObject({ argument: 'to', format: 'TIME_RANGE' });
  });
});

test('the number of points that is counted is the number of points that come', async () => {
  const instants = [
    '2026-03-27T22:15:00Z',
    '2026-03-29T00:45:00Z',
    '2026-03-29T22:00:00Z',
    '2026-04-02T05:30:00Z',
  ];
  const autumn = [
    '2026-10-23T21:45:00Z',
    '2026-10-25T00:15:00Z',
    '2026-10-25T01:15:00Z',
    '2026-10-25T23:00:00Z',
  ];
  for (const [from, ...ends] of [instants, instants.slice(1), instants.slice(2), autumn, autumn.slice(1)]) {
    for (const to of ends) {
      for (const resolution of ['QUARTER_HOUR', 'HOUR', 'DAY', 'MONTH'] as const) {
        const range = { from: new Date(from ?? ''), to: new Date(to), resolution };
        const { points } = await series(smart, from ?? '', to, resolution);
        expect({ ...range, points: points.length }).toEqual({ ...range, points: pointsOf(range) });
        expect([points[0]?.from, points.at(-1)?.to]).toEqual([from, to]);
      }
    }
  }
});

test('a year of months reads the days of its own meter, and quarter-hours before and after them only, by the index', async () => {
  const range = { from: new Date('2026-01-10T11:00:00Z'), to: new Date('2026-12-20T12:00:00Z') };
  const { text, values } = seriesStatement([{ maloId: other, meter: 2, smart: true }], {
    ...range,
    resolution: 'MONTH',
  });
  const { rows } = await energy.client.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF, SUMMARY OFF) ${text}`,
    [...values],
  );
  const plan = rows.map((row) => row['QUERY PLAN']);
  const scans = (table: string): readonly string[] =>
    plan.filter((line) =>
      new RegExp(`(Index Scan using ${table}_pkey|Bitmap Heap Scan) on ${table} `).test(line),
    );
  expect(scans('day_value')).toEqual([expect.stringMatching(/rows=343\.00 loops=1\)/)]);
  // Noon to midnight on the first day, midnight to one o'clock in the afternoon on the last.
  expect(scans('quarter_hour_value')).toEqual([
    expect.stringMatching(/rows=48\.00 loops=1\)/),
    expect.stringMatching(/rows=52\.00 loops=1\)/),
  ]);
  expect(plan.filter((line) => line.includes('Seq Scan on') && !line.includes('never executed'))).toEqual([]);
});

test('the days that the database keeps follow every change of the quarter-hours', async () => {
  const { client } = energy;
  const differences = async (): Promise<readonly object[]> =>
    (
      await client.query<object>(
        `SELECT * FROM (SELECT meter, day_of_quarter(quarter) AS day, sum(amount) AS amount, max(status) AS status,
                               count(*) AS present
                          FROM quarter_hour_value GROUP BY 1, 2) AS counted
           FULL JOIN day_value AS kept USING (meter, day)
          WHERE (counted.amount, counted.status, counted.present)
                IS DISTINCT FROM (kept.amount, kept.status, kept.present)`,
      )
    ).rows;
  const days = async (): Promise<number> =>
    (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM day_value')).rows[0]?.n ?? 0;
  const spring = '2026-03-29T00:00:00+01:00';
  const steps: readonly (readonly [string, number])[] = [
    [`INSERT INTO quarter_hour_value VALUES (9, 1972500, 5, 0), (9, 1972501, 6, 2), (8, 1, 1, 1)`, 2],
    [`INSERT INTO quarter_hour_value VALUES (9, 1972502, 7, 1)`, 0],
    [`UPDATE quarter_hour_value SET status = 0, amount = amount * 2 WHERE meter = 9`, 0],
    [`UPDATE quarter_hour_value SET quarter = quarter + 96 WHERE meter = 9 AND quarter = 1972500`, 1],
    [
      `UPDATE quarter_hour_value SET amount = 2 WHERE meter = 1 AND quarter >= first_quarter_of('${spring}'::date)`,
      0,
    ],
    [`DELETE FROM quarter_hour_value WHERE meter = 9 AND quarter < 1972503`, -1],
    [`DELETE FROM quarter_hour_value WHERE meter = 12345`, 0],
    [
      `INSERT INTO quarter_hour_value SELECT 7, quarter, 1, 0 FROM generate_series(1969780, 1969980) AS quarter`,
      3,
    ],
    [`TRUNCATE quarter_hour_value`, -1_000],
  ];
  await client.query('BEGIN');
  for (const [statement, more] of steps) {
    const before = await days();
    await client.query(statement);
    expect({ statement, differences: await differences() }).toEqual({ statement, differences: [] });
    const after = await days();
    if (more < -1) expect(after).toBe(0);
    else expect({ statement, more: after - before }).toEqual({ statement, more });
  }
  await client.query('ROLLBACK');
});

test('series of many market locations over the same range are one statement', async () => {
  const keys = [smart, other, monthly, mixed, none].map((maloId) => ({ maloId }));
  const fields = `consumption(from: "2026-05-01T00:00:00+02:00", to: "2026-06-01T00:00:00+02:00", resolution: DAY) {
    total }`;
  const statements = await energy.statementsOf(() =>
    energy.entities('MarketLocation', keys, fields, { caller: citizen('resident-a') }),
  );
  expect(
    statements.filter(({ query }) => query.includes('quarter_hour_value')).map(({ calls }) => calls),
  ).toEqual([1]);
});
