import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OFFICER, startEnergy, type TestEnergy } from './support.js';

let energy: TestEnergy;

beforeAll(async () => {
  energy = await startEnergy('small');
});

afterAll(() => energy.stop());

/** Up to 100 keys of the entity, all of them known where there are that many. */
const KEYS: Readonly<Record<string, string>> = {
  MarketLocation: 'SELECT malo_id AS "maloId" FROM market_location ORDER BY 1',
  MeteringPoint: 'SELECT melo_id AS "meloId" FROM metering_point ORDER BY 1',
  Tariff: 'SELECT id FROM tariff ORDER BY id',
  GenerationUnit:
    'SELECT mastr_number AS "mastrNumber" FROM generation_unit ORDER BY feed_in_malo_id NULLS LAST, 1',
  PublicBuilding: 'SELECT id FROM public_building ORDER BY id',
  Outage: 'SELECT id FROM outage ORDER BY id',
  HeatNetwork: 'SELECT id FROM heat_network ORDER BY id',
  Resident:
    'SELECT DISTINCT customer_resident_id AS id FROM market_location WHERE customer_resident_id IS NOT NULL',
  Business:
    'SELECT DISTINCT customer_business_id AS id FROM market_location WHERE customer_business_id IS NOT NULL',
  ChargingStation:
    'SELECT charging_station_id AS id FROM market_location WHERE charging_station_id IS NOT NULL',
  ServiceApplication: 'SELECT application_id AS id FROM generation_unit WHERE application_id IS NOT NULL',
  Municipality: 'SELECT DISTINCT ags FROM generation_unit ORDER BY ags',
  Address: 'SELECT DISTINCT address_id AS id FROM outage_address ORDER BY id',
};

/** All that energy itself says about the entity, without going on to another of its entities' tables. */
const FIELDS: Readonly<Record<string, string>> = {
  MarketLocation: `medium direction address { id } customer { id } businessCustomer { id } tariff { name }
         meteringPoints { meloId meterNumber smartMeter lastReading { at obis value unit status } }
         consumption(from: "2026-09-01T00:00:00+02:00", to: "2026-11-01T00:00:00+01:00", resolution: MONTH) {
           unit total complete points { from to value status } }
         source { title }`,
  MeteringPoint:
    'meterNumber meterKind smartMeter marketLocation { maloId } lastReading { at value } source { title }',
  Tariff:
    'name medium basePriceCentsPerYear unitPriceCents unit renewableShare validFrom supplier { id } source { title }',
  GenerationUnit: `technology grossPowerKw netPowerKw municipality { ags } location { lat lon } address { id }
         commissionedOn registeredOn state operator { ... on Resident { id } ... on Business { id } }
         feedIn { maloId } application { id } source { title }`,
  PublicBuilding: `name usage address { id } municipality { ags } floorAreaM2
         annualConsumption(year: 2025) { medium kwh co2Kg } generationUnits { mastrNumber } source { title }`,
  Outage: `medium kind from expectedEnd municipality { ags } affectedAddresses { id } affectedCustomers
         source { title }`,
  HeatNetwork: 'name operator { id } renewableShare municipality { ags } source { title }',
  Resident: 'marketLocations { maloId } generationUnits { mastrNumber }',
  Business: 'marketLocations { maloId } generationUnits { mastrNumber }',
  ChargingStation: 'gridConnection { maloId } greenPowerShare',
  ServiceApplication: 'generationUnit { mastrNumber state }',
  Municipality: 'installedPower { technology kw asOf } publicBuildings { name } activeOutages { from }',
  Address: 'gridOperator heatNetwork { name } outages { kind } solarPotentialKwp',
};

describe('an _entities call of 100 keys', () => {
  test('has fields here for every entity of the schema', async () => {
    const answer = await energy.data('{ __type(name: "_Entity") { possibleTypes { name } } }');
    const { possibleTypes } = answer['__type'] as { possibleTypes: { name: string }[] };
    expect(possibleTypes.map(({ name }) => name).sort()).toEqual(Object.keys(FIELDS).sort());
  });

  test.each(Object.keys(KEYS))('%s: at most one statement per table', async (type) => {
    const { rows } = await energy.client.query<object>(
      `SELECT * FROM (${KEYS[type] ?? ''}) AS known LIMIT 100`,
    );
    // Where the seed has fewer, the rest are keys that nobody has.
    const missing = Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, 'missing']));
    const keys = Array.from({ length: 100 }, (_, n) => rows[n] ?? missing);

    let answered: readonly unknown[] = [];
    const statements = await energy.statementsOf(async () => {
      answered = await energy.entities(type, keys, FIELDS[type] ?? 'id', { caller: OFFICER });
    });

    expect(answered).toHaveLength(100);
    expect(answered.slice(0, rows.length)).not.toContain(null);
    const tables = await energy.client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    const touched = tables.rows.map(({ name }) => ({
      name,
      statements: statements
        .filter(({ query }) => new RegExp(`\\b(FROM|JOIN) ("public"\\.)?"?${name}\\b`, 'i').test(query))
        .reduce((sum, { calls }) => sum + calls, 0),
    }));
    expect(touched.filter((it) => it.statements > 1)).toEqual([]);
    expect(touched.filter((it) => it.statements === 1).length).toBeGreaterThan(0);
  });
});

test('a key that is missing, or cannot be one, is null and disturbs no other', async () => {
  const { rows } = await energy.client.query<{ maloId: string }>(
    'SELECT malo_id AS "maloId" FROM market_location LIMIT 1',
  );
  const maloIds = ['41373559241', '41373559242', "'; DROP TABLE tariff", 'nul\0', rows[0]?.maloId];
  expect(
    await energy.entities(
      'MarketLocation',
      maloIds.map((maloId) => ({ maloId })),
      'maloId',
      { caller: OFFICER },
    ),
  ).toEqual([null, null, null, null, { maloId: rows[0]?.maloId }]);
  const towns = ['05774032', '5774032', '99774032'].map((ags) => ({ ags }));
  expect(await energy.entities('Municipality', towns, 'ags')).toEqual([{ ags: '05774032' }, null, null]);
  const units = ['SEE984033548619', 'EEG920083771065', 'SEE98403354861'].map((mastrNumber) => ({
    mastrNumber,
  }));
  expect(await energy.entities('GenerationUnit', units, 'mastrNumber')).toEqual([null, null, null]);
});
