import { describe, expect, test } from '@jest/globals';
import {
  addDays,
  fixedClock,
  isoWeekday,
  seedWorld,
  syntheticId,
  syntheticRegion,
  syntheticRoadOccupations,
  syntheticSolarApplications,
  syntheticTradeRegistrations,
  TRADE_REGISTRATION_KEY,
} from '@modellregion/subgraph-kit';
import { vehicleRows } from '../../subgraphs/mobility/src/seed/vehicles.js';
import { seedRows } from '../../subgraphs/residents/src/seed/seed.js';

describe.each(['small', 'demo'] as const)('trades registered online, %s', (profile) => {
  const region = syntheticRegion(profile);

  test('the first is the first resident’s and done; every state is there; nobody applies twice', () => {
    const found = syntheticTradeRegistrations(region, '2026-11-30');
    expect(found[0]).toMatchObject({
      applicationId: syntheticId('application', 2_000_001),
      applicant: { id: syntheticId('resident', 1) },
      state: 'COMPLETED',
    });
    expect(new Set(found.map(({ state }) => state)).size).toBe(6);
    expect(new Set(found.map(({ applicant }) => applicant.id)).size).toBe(found.length);
    expect(found.filter(({ applicant, ags }) => !applicant.isAdult || applicant.ags !== ags)).toEqual([]);
  });

  test('no number is one of another domain’s applications', () => {
    const solar = new Set([...syntheticSolarApplications(region)].map(({ id }) => id));
    const trade = syntheticTradeRegistrations(region, '2026-11-30');
    expect(trade.filter(({ applicationId }) => solar.has(applicationId))).toEqual([]);
  });

  test.each(['2026-11-30', '2026-11-29', '2026-11-28', '2027-01-04'])(
    'seeded on %s, results come on working days within three days, and nothing open is late',
    (today) => {
      for (const { filedOn, settledOn } of syntheticTradeRegistrations(region, today)) {
        expect(filedOn < today && today <= addDays(filedOn, settledOn === null ? 3 : 400)).toBe(true);
        if (settledOn === null) continue;
        expect(isoWeekday(settledOn)).toBeLessThanOrEqual(5);
        expect(filedOn <= settledOn && settledOn <= addDays(filedOn, 3) && settledOn < today).toBe(true);
      }
    },
  );
});

test('road occupations: one that runs in every town, a permit where somebody permitted it', () => {
  const found = syntheticRoadOccupations(syntheticRegion('small'));
  expect(found).toHaveLength(140);
  expect(found.map(({ n }) => n)).toEqual(found.map((_, i) => i + 1));
  const first = found.filter(({ ags }, i) => found[i - 1]?.ags !== ags);
  expect(
    first.every(
      ({ kind, begins, ends }) => kind === 'ROAD_WORKS' && begins < 0 && (ends === null || ends >= 0),
    ),
  ).toBe(true);
  for (const { n, kind, permitId } of found) {
    expect(permitId).toBe(
      ['WEATHER', 'STRIKE', 'DIVERSION'].includes(kind) ? null : syntheticId('permit', n),
    );
  }
});

describe.each(['small', 'demo'] as const)('applications join, %s', (profile) => {
  const today = '2026-11-30';
  const clock = fixedClock(`${today}T08:00:00+01:00`);
  const region = syntheticRegion(profile);
  const applications = new Map(
    [...seedRows(profile, clock)].flatMap(([table, row]) =>
      table === 'service_application' ? [[row['id'], row] as const] : [],
    ),
  );
  const vehicles = [...vehicleRows(seedWorld({ profile, now: clock.now() }))].filter(
    (row) => row['application_id'] !== null,
  );
  const solar = [...syntheticSolarApplications(region)];
  const trades = syntheticTradeRegistrations(region, today);

  test('the one of a vehicle is its holder’s and completed', () => {
    expect(vehicles.length).toBeGreaterThan(0);
    for (const vehicle of vehicles) {
      expect(applications.get(vehicle['application_id'] ?? null)).toMatchObject({
        applicant_id: vehicle['holder_resident_id'],
        state: 'COMPLETED',
        leika_key: null,
      });
    }
  });

  test('the one of a solar system is its operator’s, and completed once it runs', () => {
    for (const { id, applicant, stage } of solar) {
      const found = applications.get(id);
      expect(found).toMatchObject({ applicant_id: applicant.id, leika_key: null });
      expect(found?.['state'] === 'COMPLETED').toBe(stage === 'IN_OPERATION');
    }
  });

  test('the one of a trade stands where its notice stands', () => {
    for (const { applicationId, applicant, ags, state } of trades) {
      expect(applications.get(applicationId)).toMatchObject({
        applicant_id: applicant.id,
        ags,
        state,
        leika_key: TRADE_REGISTRATION_KEY,
      });
    }
  });

  test('and none of these services is without its vehicle, solar system or notice', () => {
    const referred = new Set<unknown>([
      ...vehicles.map((vehicle) => vehicle['application_id']),
      ...solar.map(({ id }) => id),
      ...trades.map(({ applicationId }) => applicationId),
    ]);
    const expected = [...applications.values()].filter(
      (row) => row['leika_key'] === null || row['leika_key'] === TRADE_REGISTRATION_KEY,
    );
    expect(new Set(expected.map((row) => row['id']))).toEqual(referred);
  });
});
