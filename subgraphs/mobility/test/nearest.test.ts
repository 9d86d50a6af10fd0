import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BY_ID, nearestStatement } from '../src/repositories/nearest.js';
import { CHARGING_STATION, STOP } from '../src/repositories/tables.js';
import { insertStop } from './fixtures.js';
import { startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;

beforeAll(async () => {
  mobility = await startMobility(null);
  const { client } = mobility;
  await insertStop(client, 'synthetic:here', 51.72, 8.75);
  // 0.001° north, 0.001° east, and twice the same point 0.002° north.
  await insertStop(client, 'synthetic:north', 51.721, 8.75);
  await insertStop(client, 'synthetic:east', 51.72, 8.751);
  await insertStop(client, 'synthetic:twin-b', 51.722, 8.75);
  await insertStop(client, 'synthetic:twin-a', 51.722, 8.75);
  // 5,000 more, 40 km and farther away, so that a scan would be seen in the plan.
  await client.query(
    `INSERT INTO stop (id, name, lat, lon, ags, modes, step_free, source_id)
     SELECT 'synthetic:far-' || n, 'Far', 52.2 + n / 10000.0, 8.2 + (n % 97) / 100.0, '05774032', '{BUS}', 'NO', 'test'
       FROM generate_series(1, 5000) AS n`,
  );
  await client.query(
    `INSERT INTO charging_station (id, lat, lon, ags, power_kw, source_id)
     SELECT 'station-' || n, 51.5 + n / 10000.0, 8.2 + (n % 97) / 100.0, '05774032', 22, 'test'
       FROM generate_series(1, 5000) AS n`,
  );
  await client.query('ANALYZE');
});

afterAll(() => mobility.stop());

const stopsNear = async (args: string): Promise<unknown> =>
  (await mobility.data(`{ stopsNear(lat: 51.72, lon: 8.75, ${args}) { id } }`))['stopsNear'];

describe('stops near a point', () => {
  test('come in order of distance, equal distances by id', async () => {
    // One thousandth of a degree is 111.2 m to the north but only 68.9 m to the east at this latitude.
    expect(await stopsNear('radiusM: 20000')).toEqual([
      { id: 'synthetic:here' },
      { id: 'synthetic:east' },
      { id: 'synthetic:north' },
      { id: 'synthetic:twin-a' },
      { id: 'synthetic:twin-b' },
    ]);
  });

  test('lie within the radius, in metres along the great circle', async () => {
    expect(await stopsNear('radiusM: 69')).toEqual([{ id: 'synthetic:here' }, { id: 'synthetic:east' }]);
    expect(await stopsNear('radiusM: 68')).toEqual([{ id: 'synthetic:here' }]);
    expect(await stopsNear('radiusM: 111')).toHaveLength(2);
    expect(await stopsNear('radiusM: 112')).toHaveLength(3);
  });

  test('are no more than asked for', async () => {
    expect(await stopsNear('radiusM: 20000, first: 2')).toHaveLength(2);
  });
});

test('are those that measuring every one would give, where degrees east are half as long as degrees north', async () => {
  // 60° north, far from all others: by degrees the eastern ones look twice as far away as they are.
  await mobility.client.query(
    `INSERT INTO stop (id, name, lat, lon, ags, modes, step_free, source_id)
     SELECT 'synthetic:north-' || n, 'North', 60 + (n * 7919 % 1000) / 10000.0, 10 + (n * 104729 % 1000) / 10000.0, '05774032', '{BUS}', 'NO', 'test'
       FROM generate_series(1, 2000) AS n`,
  );
  for (const first of [1, 7, 50]) {
    const found = await mobility.data(
      `{ stopsNear(lat: 60.04, lon: 10.05, radiusM: 20000, first: ${first}) { id } }`,
    );
    const { rows } = await mobility.client.query<{ id: string }>(
      'SELECT id FROM stop ORDER BY great_circle(60.04, 10.05, lat, lon), id LIMIT $1',
      [first],
    );
    expect(found['stopsNear']).toEqual(rows);
  }
});

describe('distances are those of the great circle', () => {
  // Worked out by hand with the haversine formula and R = 6,371,008.8 m.
  const haversine = [
    { name: 'Paderborn to Bielefeld', from: [51.72, 8.75], to: [52.02, 8.53], metres: 36_618.8 },
    { name: 'one degree north', from: [51, 8], to: [52, 8], metres: 111_195.1 },
    { name: 'one degree east at 60°', from: [60, 8], to: [60, 9], metres: 55_597.0 },
  ] as const;

  test.each(haversine)('$name', async ({ from, to, metres }) => {
    const { rows } = await mobility.client.query<{ metres: number }>(
      'SELECT great_circle($1, $2, $3, $4) AS metres',
      [...from, ...to],
    );
    expect(rows[0]?.metres).toBeCloseTo(metres, 0);
  });

  test('Stop.distanceM says the same', async () => {
    const answer = await mobility.data('{ stop(id: "synthetic:here") { distanceM(lat: 52.02, lon: 8.53) } }');
    expect((answer['stop'] as { distanceM: number }).distanceM).toBeCloseTo(36_618.8, 0);
  });
});

describe('from an index', () => {
  test.each([
    ['stop', STOP, 'stop_place_idx'],
    ['charging_station', CHARGING_STATION, 'charging_station_place_idx'],
  ])('neighbours of two points in %s are found by walking the index outwards', async (name, table, index) => {
    const points = [
      { lat: 51.72, lon: 8.75 },
      { lat: 52.02, lon: 8.53 },
    ];
    const { text, values } = nearestStatement(table, BY_ID, points, { radiusM: 20_000, first: 5 });
    const { rows } = await mobility.client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
    const plan = JSON.stringify(rows);
    expect(plan).toContain(`"Index Name":"${index}"`);
    expect(plan).toContain('"Order By":"(point(');
    expect(plan).toContain('"Index Cond":"(point(');
    expect(plan).not.toMatch(new RegExp(`"Node Type":"Seq Scan"[^}]*"Relation Name":"${name}"`));
  });
});

test('the stops near a hundred addresses are one statement', async () => {
  const addresses = Array.from({ length: 100 }, (_, n) => ({
    id: `05774032-00010-${n + 1}`,
    location: { lat: 51.72 + n / 100_000, lon: 8.75 },
  }));
  const statements = await mobility.statementsOf(async () => {
    const found = await mobility.entities('Address', addresses, 'nearestStops(first: 2) { id }');
    expect(found).toHaveLength(100);
    expect((found as unknown[])[0]).toEqual({
      nearestStops: [{ id: 'synthetic:here' }, { id: 'synthetic:east' }],
    });
  });
  expect(statements.map(({ calls }) => calls)).toEqual([1]);
});
