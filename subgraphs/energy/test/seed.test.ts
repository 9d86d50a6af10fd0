import { createHash } from 'node:crypto';
import {
  isMaloId,
  isMastrNumber,
  isMeloId,
  municipalities,
  seedWorld,
  syntheticBusinessCount,
  syntheticChargingStations,
  syntheticRegion,
  syntheticSolarApplications,
} from '@modellregion/subgraph-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDatabase } from '../../../test/support/database.js';
import { energy as subgraph } from '../src/index.js';
import { energyRows, seedEnergy, type EnergySeed } from '../src/seed/index.js';
import { PUBLISHED_KW } from '../src/seed/targets.js';
import { citizen, NOW, startEnergy, type TestEnergy } from './support.js';

const silent = { info: () => undefined } as unknown as EnergySeed['log'];

/** In order of name. */
const TABLES_WITH_DATES = [
  'building_consumption',
  'data_source',
  'day_value',
  'generation_unit',
  'metering_point',
  'month_value',
  'outage',
  'quarter_hour_value',
];

/** A hash of each table's content. */
async function contents(client: TestEnergy['client']): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of rows) {
    const all = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t ORDER BY 1`);
    hashes[name] = createHash('sha256')
      .update(all.rows.map(({ row }) => row).join('\n'))
      .digest('hex');
  }
  return hashes;
}

test('profile and day decide every row; another day changes only what is dated', async () => {
  const database = await startDatabase(subgraph, null);
  const { client } = database;
  const seeded = async (now: string): Promise<Readonly<Record<string, string>>> => {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    await seedEnergy({ client, profile: 'small', log: silent, now: new Date(now) });
    const found = await contents(client);
    await client.query('ROLLBACK');
    return found;
  };
  try {
    const morning = await seeded('2026-11-30T01:00:00+01:00');
    expect(await seeded('2026-11-30T23:00:00+01:00')).toEqual(morning);
    const later = await seeded('2027-01-12T12:00:00+01:00');
    const changed = Object.keys(morning).filter((table) => later[table] !== morning[table]);
    expect(changed).toEqual(TABLES_WITH_DATES);
  } finally {
    await database.stop();
  }
});

test('small: two smart meters with two months, one of them of a solar system; with gaps and substitutes', async () => {
  const energy = await startEnergy('small');
  try {
    const { rows } = await energy.client.query<{
      direction: string;
      first: Date;
      last: Date;
      status: number[];
    }>(
      `SELECT direction, to_timestamp(min(quarter) * 900::bigint) AS first, to_timestamp(max(quarter) * 900::bigint) AS last,
              array_agg(DISTINCT status ORDER BY status) AS status
         FROM quarter_hour_value JOIN metering_point ON number = meter JOIN market_location USING (malo_id)
        GROUP BY number, direction ORDER BY direction`,
    );
    const range = {
      first: new Date('2026-09-30T00:00:00+02:00'),
      last: new Date('2026-11-29T23:45:00+01:00'),
    };
    expect(rows).toEqual([
      { direction: 'FEED_IN', ...range, status: [0, 1, 2] },
      { direction: 'WITHDRAWAL', ...range, status: [0, 1, 2] },
    ]);
  } finally {
    await energy.stop();
  }
});

describe('demo', () => {
  let energy: TestEnergy;
  let seconds: number;

  beforeAll(async () => {
    energy = await startEnergy(null);
    const start = performance.now();
    await energy.client.query('SET statement_timeout = 0');
    await energy.client.query('BEGIN');
    await seedEnergy({ client: energy.client, profile: 'demo', log: silent, now: new Date(NOW) });
    await energy.client.query('COMMIT');
    seconds = (performance.now() - start) / 1_000;
    await energy.client.query('ANALYZE');
  }, 120_000);

  afterAll(() => energy.stop());

  const column = async (sql: string): Promise<readonly string[]> =>
    (await energy.client.query<{ value: string }>(sql)).rows.map(({ value }) => value);

  test('is written in less than a minute on a busy machine, two million quarter-hours among it', async () => {
    expect(seconds).toBeLessThan(60);
    const [values, meters] = await column(
      `SELECT count(*) AS value FROM quarter_hour_value UNION ALL SELECT count(DISTINCT meter) FROM quarter_hour_value`,
    );
    expect(Number(meters)).toBe(60);
    expect(Number(values)).toBeGreaterThan(2_050_000);
    expect(Number(values)).toBeLessThan(60 * 35_040);
  });

  test('installed power is the published one, to the watt', async () => {
    const found = (await energy.entities(
      'Municipality',
      ['05774032', '05711000', '05774020'].map((ags) => ({ ags })),
      'installedPower { technology kw asOf }',
    )) as { installedPower: { technology: string; kw: number; asOf: string }[] }[];
    const kw = found.map(({ installedPower }) =>
      Object.fromEntries(installedPower.map(({ technology, kw }) => [technology, kw])),
    );
    expect(kw).toMatchObject([
      { SOLAR: 119_426, WIND: 178_860 },
      { SOLAR: 109_179, WIND: 15_300 },
      { SOLAR: 61_897 },
    ]);
    expect(found[0]?.installedPower[0]?.asOf).toBe('2026-11-30');
  });

  test('the sums of all municipalities are one statement', async () => {
    const keys = municipalities().map(({ ags }) => ({ ags }));
    const statements = await energy.statementsOf(() =>
      energy.entities('Municipality', keys, 'installedPower { kw }'),
    );
    expect(
      statements.filter(({ query }) => query.includes('generation_unit')).map(({ calls }) => calls),
    ).toEqual([1]);
  });

  test('many units are small and few are large', async () => {
    const [small, large] = await column(
      `SELECT count(*) AS value FROM generation_unit WHERE technology = 'SOLAR' GROUP BY small ORDER BY small DESC`,
    );
    expect(Number(small)).toBeGreaterThan(2 * Number(large));
  });

  test.each(['grid_area', 'public_building', 'outage', 'generation_unit'])(
    'every municipality has a %s',
    async (table) => {
      expect(await column(`SELECT DISTINCT ags AS value FROM ${table} ORDER BY ags`)).toEqual(
        municipalities()
          .map(({ ags }) => ags)
          .sort(),
      );
    },
  );

  test('every identifier has the real form', async () => {
    const wrong = async (sql: string, is: (value: string) => boolean): Promise<readonly string[]> =>
      (await column(sql)).filter((value) => !is(value));
    expect(await wrong('SELECT malo_id AS value FROM market_location', isMaloId)).toEqual([]);
    expect(await wrong('SELECT melo_id AS value FROM metering_point', isMeloId)).toEqual([]);
    expect(
      await wrong('SELECT mastr_number AS value FROM generation_unit', (it) => isMastrNumber(it, 'SEE')),
    ).toEqual([]);
  });

  test('every household has electricity, every charging station a connection, every solar application its unit', async () => {
    const region = syntheticRegion('demo');
    const heads = [...region.residents()].filter(({ role }) => role === 'HEAD').map(({ id }) => id);
    expect(
      await column(
        `SELECT DISTINCT customer_resident_id AS value FROM market_location
          WHERE medium = 'ELECTRICITY' AND direction = 'WITHDRAWAL' AND customer_resident_id IS NOT NULL ORDER BY 1`,
      ),
    ).toEqual(heads.sort());
    expect(
      await column(
        'SELECT charging_station_id AS value FROM market_location WHERE charging_station_id IS NOT NULL',
      ),
    ).toHaveLength([...syntheticChargingStations('demo')].length);
    const { rows } = await energy.client.query(
      `SELECT application_id AS id, operator_resident_id AS applicant, state AS stage,
              date '2026-11-30' - commissioned_on AS "commissionedDaysAgo"
         FROM generation_unit WHERE application_id IS NOT NULL ORDER BY 1`,
    );
    const drawn = [...syntheticSolarApplications(region)].map(
      ({ id, applicant, stage, commissionedDaysAgo }) => ({
        id,
        applicant: applicant.id,
        stage,
        commissionedDaysAgo,
      }),
    );
    expect(rows).toEqual(drawn.sort((a, b) => (a.id < b.id ? -1 : 1)));
  });

  test('the solar system of the first applicant feeds in more in June than in December', async () => {
    const [application] = syntheticSolarApplications(syntheticRegion('demo'));
    const [unit] = (await energy.entities(
      'ServiceApplication',
      [{ id: application?.id }],
      `generationUnit { state feedIn { consumption(
         from: "2025-12-01T00:00:00+01:00", to: "2026-11-01T00:00:00+01:00", resolution: MONTH) {
           finestResolution points { value } } } }`,
      { caller: citizen(application?.applicant.id ?? '') },
    )) as {
      generationUnit: {
        state: string;
        feedIn: { consumption: { finestResolution: string; points: { value: number }[] } };
      };
    }[];
    const { points, finestResolution } = unit?.generationUnit.feedIn.consumption ?? { points: [] };
    expect(finestResolution).toBe('QUARTER_HOUR');
    expect(points).toHaveLength(11);
    expect(points[6]?.value).toBeGreaterThan(4 * (points[0]?.value ?? Infinity));
  });
});

test('large: contracts of 200,000 residents and all businesses, 200 smart meters, the same installed power', () => {
  const meters = new Map<string, number>();
  const customers = { resident: new Set<unknown>(), business: new Set<unknown>() };
  const watts = new Map<string, number>();
  let units = 0;
  for (const [table, row] of energyRows(seedWorld({ profile: 'large', now: new Date(NOW) }))) {
    if (table === 'metering_point') {
      const kind = String(row['meter_kind']);
      meters.set(kind, (meters.get(kind) ?? 0) + 1);
    } else if (table === 'market_location') {
      if (row['customer_resident_id'] !== null) customers.resident.add(row['customer_resident_id']);
      if (row['customer_business_id'] !== null) customers.business.add(row['customer_business_id']);
    } else if (table === 'generation_unit') {
      units += 1;
      const key = `${String(row['ags'])} ${String(row['technology'])}`;
      if (row['state'] === 'IN_OPERATION')
        watts.set(key, (watts.get(key) ?? 0) + Number(row['gross_power_w']));
    }
  }
  expect((meters.get('SMART_METER') ?? 0) + (meters.get('LOAD_PROFILE') ?? 0)).toBe(200);
  expect(customers.resident.size).toBeGreaterThan(95_000);
  expect(customers.business.size).toBe(syntheticBusinessCount('large'));
  expect(units).toBeGreaterThan(60_000);
  for (const [ags, perTechnology] of Object.entries(PUBLISHED_KW)) {
    for (const [technology, kw] of Object.entries(perTechnology)) {
      expect([ags, technology, watts.get(`${ags} ${technology}`)]).toEqual([ags, technology, kw * 1_000]);
    }
  }
}, 120_000);
