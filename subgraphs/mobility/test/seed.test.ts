import { isDhid, isEvseId, isStopId, municipalities, PUBLISHED_STOPS } from '@modellregion/subgraph-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDatabase } from '../../../test/support/database.js';
import { tableContents } from '../../../test/support/table-contents.js';
import { mobility as subgraph } from '../src/index.js';
import { seedMobility } from '../src/seed/index.js';
import { NOW, startMobility, type TestMobility } from './support.js';

/** In order of name. */
const TABLES_WITH_DATES = [
  'charge_point',
  'data_source',
  'disruption',
  'parking_facility',
  'shared_vehicle',
  'trip_exception',
];

test('profile and day decide every row; another day changes only what is dated', async () => {
  const database = await startDatabase(subgraph, null);
  const { client } = database;
  const seeded = async (now: string): Promise<Readonly<Record<string, string>>> => {
    await client.query('BEGIN');
    await seedMobility({ client, profile: 'small', now: new Date(now) });
    const found = await tableContents(database);
    await client.query('ROLLBACK');
    return found;
  };
  try {
    const morning = await seeded('2026-11-30T01:00:00+01:00');
    expect(await seeded('2026-11-30T23:00:00+01:00')).toEqual(morning);
    const later = await seeded('2026-12-24T12:00:00+01:00');
    const changed = Object.keys(morning).filter((table) => later[table] !== morning[table]);
    expect(changed).toEqual(TABLES_WITH_DATES);
  } finally {
    await database.stop();
  }
});

describe('demo', () => {
  let mobility: TestMobility;
  let seconds: number;

  beforeAll(async () => {
    mobility = await startMobility(null);
    const start = performance.now();
    await mobility.client.query('BEGIN');
    await seedMobility({ client: mobility.client, profile: 'demo', now: new Date(NOW) });
    await mobility.client.query('COMMIT');
    seconds = (performance.now() - start) / 1_000;
    await mobility.client.query('ANALYZE');
  });

  afterAll(() => mobility.stop());

  const column = async (sql: string): Promise<readonly string[]> =>
    (await mobility.client.query<{ value: string }>(sql)).rows.map(({ value }) => value);

  test('is written in less than ten seconds', () => expect(seconds).toBeLessThan(10));

  test.each(['stop', 'parking_facility', 'charging_station', 'disruption'])(
    'every municipality has a %s',
    async (table) => {
      const found = await column(`SELECT DISTINCT ags AS value FROM ${table} ORDER BY ags`);
      expect(found).toEqual(
        municipalities()
          .map(({ ags }) => ags)
          .sort(),
      );
    },
  );

  test('has about 2,000 stops, each with departures on a weekday, and over 1,000 charge points', async () => {
    const [stops] = await column('SELECT count(*) AS value FROM stop');
    expect(Number(stops)).toBeGreaterThan(1_900);
    const [points] = await column('SELECT count(*) AS value FROM charge_point');
    expect(Number(points)).toBeGreaterThan(1_000);
    // Only where everybody gets off is there nothing to board, and every line has a way back.
    expect(
      await column(
        'SELECT id AS value FROM stop WHERE id NOT IN (SELECT stop_id FROM pattern_stop WHERE boarding)',
      ),
    ).toEqual([]);
  });

  test('makes no DHID and no EVA number up', async () => {
    const ids = await column('SELECT id AS value FROM stop ORDER BY id');
    expect(ids.filter((id) => !isStopId(id))).toEqual([]);
    expect(ids.filter((id) => isDhid(id))).toEqual(PUBLISHED_STOPS.map(({ id }) => id).sort());
    expect(await column('SELECT eva AS value FROM stop WHERE eva IS NOT NULL')).toEqual([]);
  });

  test('has charge points of the real form and mostly of 22 kW', async () => {
    const ids = await column('SELECT evse_id AS value FROM charge_point');
    expect(ids.filter((id) => !isEvseId(id))).toEqual([]);
    const [share] = await column('SELECT avg((power_kw = 22)::int) AS value FROM charge_point');
    expect(Number(share)).toBeGreaterThan(0.6);
  });

  test('registers vehicles of residents where they live: the sign is that of the district', async () => {
    const signs = await column(
      `SELECT DISTINCT split_part(licence_plate, '-', 1) AS value FROM vehicle_registration ORDER BY 1`,
    );
    expect(signs).toEqual(['BI', 'GT', 'HF', 'HX', 'LIP', 'MI', 'PB']);
  });

  test('runs less at weekends, and not in the night', async () => {
    const runs = async (at: string): Promise<number> => {
      const found = (await mobility.entities(
        'Stop',
        [{ id: 'de:05774:8016' }],
        `departures(from: "${at}", first: 100) { plannedAt }`,
      )) as { departures: { plannedAt: string }[] }[];
      const end = Date.parse(at) + 86_400_000;
      return (found[0]?.departures ?? []).filter(({ plannedAt }) => Date.parse(plannedAt) < end).length;
    };
    const [monday, sunday] = [
      await runs('2026-11-30T03:00:00+01:00'),
      await runs('2026-11-29T03:00:00+01:00'),
    ];
    expect(monday).toBeGreaterThan(sunday);
    expect(sunday).toBeGreaterThan(0);
    const night = await column(
      `SELECT id AS value FROM trip WHERE start_minute BETWEEN 1620 AND 1680 OR start_minute < 240`,
    );
    expect(night).toEqual([]);
  });

  test('says nothing about the future but what is planned', async () => {
    const reports = await column(
      `SELECT status_at AS value FROM charge_point WHERE status_at > '${NOW}' UNION ALL SELECT observed_at FROM parking_facility WHERE observed_at > '${NOW}'`,
    );
    expect(reports).toEqual([]);
    const [running, coming] = await column(
      `SELECT count(*) AS value FROM disruption WHERE starts_at <= '${NOW}' AND (ends_at IS NULL OR ends_at > '${NOW}') UNION ALL
       SELECT count(*) FROM disruption WHERE starts_at > '${NOW}'`,
    );
    expect(Number(running)).toBeGreaterThan(70);
    expect(Number(coming)).toBeGreaterThan(20);
  });
});
