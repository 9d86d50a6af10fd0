import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallerClaims } from '@modellregion/schema';
import { REGISTRAR, startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;
/** Somebody with a vehicle that came of an application. */
let holder: { resident: string; vehicle: string; application: string };

beforeAll(async () => {
  mobility = await startMobility('small');
  const { rows } = await mobility.client.query<typeof holder>(
    `SELECT holder_resident_id AS resident, id AS vehicle, application_id AS application
       FROM vehicle_registration WHERE application_id IS NOT NULL ORDER BY id LIMIT 1`,
  );
  if (rows[0] === undefined) throw new Error('the seed has no vehicle with an application');
  holder = rows[0];
});

afterAll(() => mobility.stop());

const citizen = (subject: string, purpose: string | null = 'SELF_SERVICE'): Partial<CallerClaims> => ({
  kind: 'citizen',
  subject,
  trust: 'NORMAL',
  purpose,
});

/** What a caller gets at the three doors to vehicle data: the code of the refusal, or `open`. */
async function doors(caller: Partial<CallerClaims>): Promise<Readonly<Record<string, unknown>>> {
  const answer = await mobility.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) {
       ... on Resident { vehicles { id } }
       ... on VehicleRegistration { licencePlate holder { id } }
       ... on ServiceApplication { vehicleRegistration { id } } } }`,
    {
      caller,
      variables: {
        of: [
          { __typename: 'Resident', id: holder.resident },
          { __typename: 'VehicleRegistration', id: holder.vehicle },
          { __typename: 'ServiceApplication', id: holder.application },
        ],
      },
    },
  );
  const codeOf = (index: number, field: string): unknown =>
    answer.errors?.find(({ path }) => path?.[1] === index && path[2] === field)?.extensions['code'] ?? 'open';
  return {
    vehicles: codeOf(0, 'vehicles'),
    plate: codeOf(1, 'licencePlate'),
    ofApplication: codeOf(2, 'vehicleRegistration'),
  };
}

const all = (code: string): object => ({ vehicles: code, plate: code, ofApplication: code });

describe('vehicle data', () => {
  test('is closed to who is not signed in', async () => {
    expect(await doors({})).toEqual(all('UNAUTHENTICATED'));
  });

  test('is open to its holder, with the purpose of serving themselves', async () => {
    expect(await doors(citizen(holder.resident))).toEqual(all('open'));
    expect(await doors(citizen(holder.resident, null))).toEqual(all('PURPOSE_REQUIRED'));
  });

  test('is closed to another citizen', async () => {
    expect(await doors(citizen('resident-somebody'))).toEqual(all('FORBIDDEN'));
  });

  test('is open to the registration office; a scope called self opens nothing', async () => {
    expect(await doors(REGISTRAR)).toEqual(all('open'));
    expect(await doors({ ...REGISTRAR, scopes: ['self'] })).toEqual(all('FORBIDDEN'));
  });

  test('of an application is open to who works on applications, the plate is not', async () => {
    const clerk = { ...REGISTRAR, scopes: ['applications:read'], purpose: 'APPLICATION_PROCESSING' };
    expect(await doors(clerk)).toEqual({ vehicles: 'FORBIDDEN', plate: 'FORBIDDEN', ofApplication: 'open' });
  });
});

test('the size of a fleet is for the registration office alone', async () => {
  const { rows } = await mobility.client.query<{ id: string; size: number }>(
    `SELECT holder_business_id AS id, count(*)::int AS size FROM vehicle_registration
      WHERE holder_business_id IS NOT NULL AND state = 'REGISTERED' GROUP BY 1 ORDER BY 1 LIMIT 1`,
  );
  const key = { id: rows[0]?.id };
  expect(await mobility.entities('Business', [key], 'fleetSize', { caller: REGISTRAR })).toEqual([
    { fleetSize: rows[0]?.size },
  ]);
  await expect(
    mobility.entities('Business', [key], 'fleetSize', { caller: citizen('x') }),
  ).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
