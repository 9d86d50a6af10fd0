import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  isOpaqueId,
  type SeedRow,
  SOLAR_STAGES,
  syntheticChargingStations,
  syntheticRegion,
  syntheticSolarApplications,
  writeRows,
} from '@modellregion/subgraph-kit';
import { mobility } from '@modellregion/mobility';
import { startDatabase, type TestDatabase } from '../support/database.js';

describe.each(['small', 'demo'] as const)('%s', (profile) => {
  test('solar applications: heads of households, every stage, ids that residents reads', () => {
    const region = syntheticRegion(profile);
    const applications = [...syntheticSolarApplications(region)];
    expect(applications.map(({ n }) => n)).toEqual(applications.map((_, i) => i + 1));
    expect(applications.every(({ id }) => isOpaqueId(id, 'application'))).toBe(true);
    expect(applications.every(({ applicant }) => applicant.role === 'HEAD' && applicant.isAdult)).toBe(true);
    expect(new Set(applications.map(({ applicant }) => applicant.id)).size).toBe(applications.length);
    expect(new Set(applications.map(({ stage }) => stage))).toEqual(new Set(SOLAR_STAGES));
    expect(applications[0]?.stage).toBe('IN_OPERATION');
  });

  test('charging stations: numbered through the region, two or more in each of the 70 municipalities', () => {
    const stations = [...syntheticChargingStations(profile)];
    expect(stations.map(({ n }) => n)).toEqual(stations.map((_, i) => i + 1));
    const perTown = new Map<string, number>();
    for (const { ags } of stations) perTown.set(ags, (perTown.get(ags) ?? 0) + 1);
    expect(perTown.size).toBe(70);
    expect(Math.min(...perTown.values())).toBeGreaterThanOrEqual(2);
  });
});

describe('writeRows', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    // Any database will do; the tables are the test's own.
    database = await startDatabase(mobility, null);
    await database.client.query(`
      CREATE TABLE parent (id integer PRIMARY KEY, name text);
      CREATE TABLE child (id integer PRIMARY KEY, parent_id integer NOT NULL REFERENCES parent (id), at timestamptz)`);
  });

  afterAll(() => database.stop());

  test('keeps the order of the tables while they take turns, and texts as they are, in some ten thousand rows', async () => {
    function* rows(): Generator<readonly ['parent' | 'child', SeedRow]> {
      for (let id = 1; id <= 12_000; id += 1) {
        if (id % 2 === 1) yield ['parent', { id: (id + 1) / 2, name: id === 1 ? null : 'Straße\t"1"\\n' }];
        yield ['child', { id, parent_id: Math.ceil(id / 2), at: new Date('2026-03-29T00:00:00Z') }];
      }
    }
    expect(await writeRows(database.client, ['parent', 'child'], rows())).toEqual({
      parent: 6_000,
      child: 12_000,
    });
    const { rows: found } = await database.client.query(
      `SELECT (SELECT count(*)::int FROM child) AS children, (SELECT count(*)::int FROM parent) AS parents,
              (SELECT name FROM parent WHERE id = 1) AS none, (SELECT name FROM parent WHERE id = 2) AS name,
              (SELECT at FROM child WHERE id = 1) AS at`,
    );
    expect(found).toEqual([
      {
        children: 12_000,
        parents: 6_000,
        none: null,
        name: 'Straße\t"1"\\n',
        at: new Date('2026-03-29T00:00:00Z'),
      },
    ]);
  });

  test('refuses a row of a table that is not named', async () => {
    const rows = [['other' as 'parent', { id: 1 }]] as const;
    await expect(writeRows(database.client, ['parent'], rows)).rejects.toThrow(RangeError);
  });
});
