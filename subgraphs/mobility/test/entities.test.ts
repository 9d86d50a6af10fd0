import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { statementsPerTable } from '../../../test/support/database.js';
import { REGISTRAR, startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;

beforeAll(async () => {
  mobility = await startMobility('small');
});

afterAll(() => mobility.stop());

/** Up to 100 keys of the entity, all of them known where there are that many. */
const KEYS: Readonly<Record<string, string>> = {
  Stop: 'SELECT id FROM stop ORDER BY id',
  Line: 'SELECT id FROM transit_line ORDER BY id',
  ParkingFacility: 'SELECT id FROM parking_facility ORDER BY id',
  ChargingStation: 'SELECT id FROM charging_station ORDER BY id',
  ChargePoint: 'SELECT evse_id AS "evseId" FROM charge_point ORDER BY evse_id',
  SharedVehicle:
    'SELECT system_id AS "systemId", vehicle_id AS "vehicleId" FROM shared_vehicle ORDER BY 1, 2',
  Disruption: 'SELECT id FROM disruption ORDER BY id',
  VehicleRegistration: 'SELECT id FROM vehicle_registration ORDER BY id',
  Resident:
    'SELECT DISTINCT holder_resident_id AS id FROM vehicle_registration WHERE holder_resident_id IS NOT NULL',
  Business: 'SELECT DISTINCT operator_id AS id FROM charging_station ORDER BY id',
  Permit: 'SELECT permit_id AS id FROM disruption WHERE permit_id IS NOT NULL ORDER BY id',
  ServiceApplication:
    'SELECT application_id AS id FROM vehicle_registration WHERE application_id IS NOT NULL',
  Municipality: 'SELECT DISTINCT ags FROM stop ORDER BY ags',
  Address: 'SELECT DISTINCT address_id AS id FROM disruption_address ORDER BY id',
};

/** All that mobility itself says about the entity, without going on to another of its entities' tables. */
const FIELDS: Readonly<Record<string, string>> = {
  Stop: `eva name location { lat lon } municipality { ags } modes stepFree quays { id heightCm }
         departures { tripId line { name } } sharedVehicles(radiusM: 2000) { vehicleId } distanceM(lat: 52, lon: 8)
         source { title }`,
  Line: 'name mode operator { id } source { title }',
  ParkingFacility: `name kind capacity free observedAt maxHeightM disabledSpaces hasCharging parkAndRide
         operator { id } nearestStop { name } source { title }`,
  ChargingStation: `operator { id } address { id } location { lat } municipality { ags } powerKw commissionedOn
         points { evseId } source { title }`,
  ChargePoint: 'plugs powerKw status statusAt',
  SharedVehicle: 'formFactor location { lat } rangeKm provider { id } source { title }',
  Disruption: `kind title from until location { lat } municipality { ags } affectedStops { name }
         affectedAddresses { id } permit { id } source { title }`,
  VehicleRegistration: `licencePlate make fuel firstRegisteredOn state holder { id } application { id }
         source { title }`,
  Resident: 'vehicles { licencePlate state }',
  Business: 'chargingStations { id } parkingFacilities { name } fleetSize',
  Permit: 'disruptions { title }',
  ServiceApplication: 'vehicleRegistration { state }',
  Municipality: 'stops { name } parking { name } charging { powerKw } sharedMobilitySystems',
  Address:
    'nearestStops(radiusM: 20000) { name } parkingZone chargingNearby { powerKw } disruptions { title }',
};

const LOCATED = { location: { lat: 51.72, lon: 8.75 } };

describe('an _entities call of 100 keys', () => {
  test('has fields here for every entity of the schema', async () => {
    const answer = await mobility.data('{ __type(name: "_Entity") { possibleTypes { name } } }');
    const { possibleTypes } = answer['__type'] as { possibleTypes: { name: string }[] };
    expect(possibleTypes.map(({ name }) => name).sort()).toEqual(Object.keys(FIELDS).sort());
  });

  test.each(Object.keys(KEYS))('%s: at most one statement per table', async (type) => {
    const { rows } = await mobility.client.query<object>(`SELECT * FROM (${KEYS[type]}) AS known LIMIT 100`);
    // Where the seed has fewer, the rest are keys that nobody has.
    const [sample] = rows;
    const missing = Object.fromEntries(Object.keys(sample ?? {}).map((key) => [key, 'missing']));
    const keys = Array.from({ length: 100 }, (_, n) => ({
      ...(rows[n] ?? missing),
      ...(type === 'Address' ? LOCATED : {}),
    }));

    let answered: unknown;
    const statements = await mobility.statementsOf(async () => {
      answered = await mobility.entities(type, keys, FIELDS[type] ?? 'id', { caller: REGISTRAR });
    });

    expect(answered).toHaveLength(100);
    expect((answered as unknown[]).slice(0, rows.length)).not.toContain(null);
    const perTable = Object.entries(statementsPerTable(statements));
    expect(perTable.filter(([, calls]) => calls > 1)).toEqual([]);
    expect(perTable.length).toBeGreaterThan(0);
  });
});

test('a key that is missing, or cannot be one, is null and disturbs no other', async () => {
  const { rows } = await mobility.client.query<{ id: string }>('SELECT id FROM stop LIMIT 1');
  const ids = ['synthetic:missing', "'; DROP TABLE stop", 'nul\0', rows[0]?.id];
  const found = await mobility.entities(
    'Stop',
    ids.map((id) => ({ id })),
    'id',
  );
  expect(found).toEqual([null, null, null, { id: rows[0]?.id }]);

  const towns = ['05774032', '5774032', '99774032'];
  expect(
    await mobility.entities(
      'Municipality',
      towns.map((ags) => ({ ags })),
      'ags',
    ),
  ).toEqual([{ ags: '05774032' }, null, null]);
  const points = ['DE*SYN*E000001*1', 'AT*SYN*E000001*1', 'DESYNE'];
  expect(
    await mobility.entities(
      'ChargePoint',
      points.map((evseId) => ({ evseId })),
      'evseId',
    ),
  ).toEqual([{ evseId: 'DE*SYN*E000001*1' }, null, null]);
});

test('an address without a location has no stops to show, and is no error', async () => {
  const address = { id: '05774032-00020-1', location: null };
  expect(await mobility.entities('Address', [address], 'nearestStops { id } chargingNearby { id }')).toEqual([
    { nearestStops: null, chargingNearby: null },
  ]);
});
