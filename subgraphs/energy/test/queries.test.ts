import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { insertSource } from './fixtures.js';
import { citizen, NOW, OFFICER, rowOf, startEnergy, type TestEnergy } from './support.js';

let energy: TestEnergy;

beforeAll(async () => {
  energy = await startEnergy('small');
});

afterAll(() => energy.stop());

/** A municipality key that the seed gives nothing, so that a test sees its own rows alone. */
const EMPTY = '05999999';

describe('outages', () => {
  beforeAll(async () => {
    await insertSource(energy.client);
    const insert = (id: string, from: string, end: string | null): Promise<unknown> =>
      energy.client.query(
        `INSERT INTO outage (id, medium, kind, starts_at, expected_end, ags, source_id)
         VALUES ($1, 'WATER', 'PLANNED', $2, $3, '${EMPTY}', 'test')`,
        [id, from, end],
      );
    await insert('over', '2026-11-29T08:00+01:00', '2026-11-30T12:00+01:00');
    await insert('runs', '2026-11-30T12:00+01:00', '2026-11-30T12:01+01:00');
    await insert('open-end', '2026-11-01T12:00+01:00', null);
    await insert('announced', '2026-11-30T12:00:01+01:00', '2026-12-24T12:00+01:00');
    await energy.client.query(
      `INSERT INTO outage_address SELECT id, '05774020-99990-1' FROM outage WHERE ags = '${EMPTY}'`,
    );
  });

  const ids = async (question: string, now = NOW): Promise<unknown> => {
    const { it } = (await energy.data(`{ it: ${question} { id } }`, { now })) as { it: { id: string }[] };
    return it.map(({ id }) => id);
  };

  test('in force now: begun at this instant counts, ended at this instant does not; by begin, then id', async () => {
    expect(await ids(`outages(ags: "${EMPTY}")`)).toEqual(['open-end', 'runs']);
    expect(await ids(`outages(ags: "${EMPTY}", first: 1)`)).toEqual(['open-end']);
    expect(await ids(`outages(ags: "${EMPTY}")`, '2026-12-01T00:00:00Z')).toEqual(['open-end', 'announced']);
  });

  test('announced ones come with activeOnly: false, those that are over never', async () => {
    expect(await ids(`outages(ags: "${EMPTY}", activeOnly: false)`)).toEqual([
      'open-end',
      'runs',
      'announced',
    ]);
  });

  test('an address and a municipality have the same ones', async () => {
    const [address] = await energy.entities(
      'Address',
      [{ id: '05774020-99990-1' }],
      'outages { id } all: outages(activeOnly: false) { id }',
    );
    expect(address).toEqual({
      outages: [{ id: 'open-end' }, { id: 'runs' }],
      all: [{ id: 'open-end' }, { id: 'runs' }, { id: 'announced' }],
    });
    expect(await energy.entities('Municipality', [{ ags: EMPTY }], 'activeOutages { id }')).toEqual([
      { activeOutages: [{ id: 'open-end' }, { id: 'runs' }] },
    ]);
  });

  test('the history is paged, the latest begin first', async () => {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const { it } = (await energy.data(
        `query ($after: String) { it: outageHistory(ags: "${EMPTY}", first: 3, after: $after) {
           nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { variables: { after } },
      )) as { it: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
      found.push(...it.nodes.map(({ id }) => id), '|');
      after = it.pageInfo.hasNextPage ? it.pageInfo.endCursor : null;
    } while (after !== null);
    expect(found).toEqual(['announced', 'runs', 'over', '|', 'open-end', '|']);
  });

  test('every municipality has one in force on the day of the seed and for weeks after, with addresses', async () => {
    for (const now of [NOW, '2026-12-15T12:00:00+01:00']) {
      const answer = (await energy.data(
        '{ outages(ags: "05774020") { medium expectedEnd affectedAddresses { id } municipality { ags } } }',
        { now },
      )) as { outages: { affectedAddresses: object[] }[] };
      expect(answer.outages.length).toBeGreaterThan(0);
      expect(answer.outages[0]?.affectedAddresses.length).toBeGreaterThan(0);
    }
  });
});

test('what an address is supplied with', async () => {
  const { id, kwp } = await rowOf<{ id: string; kwp: number }>(
    energy,
    `SELECT address_id AS id, kwp FROM solar_potential WHERE address_id LIKE '05774032-00010-%' ORDER BY 1 LIMIT 1`,
  );
  expect(
    await energy.entities(
      'Address',
      [{ id }, { id: '05774032-99990-1' }, { id: '05999999-00010-1' }],
      'gridOperator solarPotentialKwp heatNetwork { name municipality { ags } }',
    ),
  ).toEqual([
    {
      gridOperator: 'Beispielnetz Paderborn',
      solarPotentialKwp: kwp,
      heatNetwork: { name: 'Wärmenetz Paderborn', municipality: { ags: '05774032' } },
    },
    { gridOperator: 'Beispielnetz Paderborn', solarPotentialKwp: null, heatNetwork: null },
    { gridOperator: null, solarPotentialKwp: null, heatNetwork: null },
  ]);
});

test('a charging station: the share of its tariff for everybody, its connection for the energy office', async () => {
  const { id, malo, share } = await rowOf<{ id: string; malo: string; share: number }>(
    energy,
    `SELECT charging_station_id AS id, malo_id AS malo, renewable_share AS share
       FROM market_location JOIN tariff ON tariff.id = tariff_id WHERE charging_station_id IS NOT NULL LIMIT 1`,
  );
  const keys = [{ id }, { id: 'charging-station-of-nobody' }];
  expect(await energy.entities('ChargingStation', keys, 'greenPowerShare')).toEqual([
    { greenPowerShare: share },
    { greenPowerShare: null },
  ]);
  expect(
    await energy.entities('ChargingStation', keys, 'gridConnection { maloId }', { caller: OFFICER }),
  ).toEqual([{ gridConnection: { maloId: malo } }, { gridConnection: null }]);
});

test('a public building by its id, and what it consumed', async () => {
  const { id } = await rowOf<{ id: string }>(
    energy,
    "SELECT id FROM public_building WHERE usage = 'TOWN_HALL' LIMIT 1",
  );
  const { publicBuilding } = (await energy.data(
    `{ publicBuilding(id: "${id}") { usage floorAreaM2 annualConsumption(year: 2025) { medium kwh kwhPerM2 } } }`,
  )) as { publicBuilding: { floorAreaM2: number; annualConsumption: { kwh: number; kwhPerM2: number }[] } };
  expect(publicBuilding.annualConsumption).toHaveLength(2);
  for (const { kwh, kwhPerM2 } of publicBuilding.annualConsumption) {
    expect(kwhPerM2).toBeCloseTo(kwh / publicBuilding.floorAreaM2, 9);
  }
});

test('a citizen sees the last reading of their own meter', async () => {
  const { resident, malo } = await rowOf<{ resident: string; malo: string }>(
    energy,
    `SELECT customer_resident_id AS resident, malo_id AS malo FROM market_location JOIN metering_point USING (malo_id)
      WHERE smart AND direction = 'WITHDRAWAL' LIMIT 1`,
  );
  const { marketLocation } = (await energy.data(
    `{ marketLocation(maloId: "${malo}") { meteringPoints { smartMeter lastReading { at obis value unit status } } } }`,
    { caller: citizen(resident) },
  )) as { marketLocation: { meteringPoints: { lastReading: object }[] } };
  expect(marketLocation.meteringPoints).toEqual([
    {
      smartMeter: true,
      lastReading: {
        at: '2026-11-29T23:00:00Z',
        obis: '1-0:1.8.0',
        value: expect.any(Number),
        unit: 'KWH',
        status: 'TRUE_VALUE',
      },
    },
  ]);
});

describe('an argument of the wrong form is refused by name', () => {
  test.each([
    ['marketLocation(maloId: "41373559242") { maloId }', 'maloId', 'MALO_ID'],
    ['generationUnit(mastrNumber: "SEE98403354861") { state }', 'mastrNumber', 'MASTR_NUMBER'],
    ['publicBuilding(id: "1") { name }', 'id', 'OPAQUE_ID'],
    ['outages(ags: "5774020") { id }', 'ags', 'AGS'],
    ['outages(ags: "05774020", first: 101) { id }', 'first', 'PAGE_SIZE'],
    ['outageHistory(ags: "05774020", after: "x") { nodes { id } }', 'after', 'CURSOR'],
  ])('%s', async (question, argument, format) => {
    const answer = await energy.ask(`{ ${question} }`, { caller: OFFICER });
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument, format });
  });
});

test('data sources are named', async () => {
  expect(await energy.data('{ energyDataSources { title provenance } }')).toEqual({
    energyDataSources: [
      { title: 'Synthetic energy of the model region', provenance: 'SYNTHETIC' },
      { title: 'Test', provenance: 'SYNTHETIC' },
    ],
  });
});
