import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { insertSource } from './fixtures.js';
import { startMobility, type TestMobility } from './support.js';

const PADERBORN = '05774032';
const BIELEFELD = '05711000';

let mobility: TestMobility;

beforeAll(async () => {
  mobility = await startMobility('small');
});

afterAll(() => mobility.stop());

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
}

/** Walks a connection from its begin to its end. */
async function walk(field: string, args: string, first: number): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let after: string | null = null; ;) {
    const answer = await mobility.data(
      `query ($after: String) { page: ${field}(${args} first: ${first}, after: $after) {
         nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
      { variables: { after } },
    );
    const page = answer['page'] as Page;
    pages.push(page);
    if (!page.pageInfo.hasNextPage) return pages;
    after = page.pageInfo.endCursor;
  }
}

describe('connections', () => {
  beforeAll(async () => {
    const { client } = mobility;
    await insertSource(client);
    // Equal names and equal begins, so that the order must fall back on the id.
    await client.query(
      `INSERT INTO parking_facility (id, name, kind, lat, lon, ags, source_id)
       SELECT 'equal-' || n, 'Parkplatz', 'SURFACE_LOT', 51.7, 8.7, $1, 'test' FROM generate_series(1, 23) AS n`,
      [PADERBORN],
    );
    await client.query(
      `INSERT INTO disruption (id, kind, title, starts_at, ags, source_id)
       SELECT 'equal-' || n, 'CLOSURE', 'Gesperrt', '2026-11-01T00:00:00.123Z', $1, 'test' FROM generate_series(1, 23) AS n`,
      [PADERBORN],
    );
  });

  test.each([
    ['chargingStations', '', 'charging_station', 'true'],
    ['stops', '', 'stop', 'true'],
    ['parkingFacilities', `ags: "${PADERBORN}"`, 'parking_facility', `ags = '${PADERBORN}'`],
    [
      'disruptions',
      `ags: "${PADERBORN}"`,
      'disruption',
      `ags = '${PADERBORN}' AND starts_at <= '2026-11-30T11:00Z' AND (ends_at IS NULL OR ends_at > '2026-11-30T11:00Z')`,
    ],
  ])('%s: a walk sees every row once, whatever the page size', async (field, args, table, where) => {
    const { rows } = await mobility.client.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE ${where} ORDER BY id`,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const first of [1, 7, 100]) {
      const pages = await walk(field, args, first);
      const ids = pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));
      expect([...ids].sort()).toEqual(rows.map(({ id }) => id));
      expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(
        pages.map((_, index) => index > 0),
      );
      expect(pages.flatMap(({ edges }) => edges.map(({ node }) => node.id))).toEqual(ids);
    }
  });
});

describe('charging stations', () => {
  const nodes = async (
    args: string,
  ): Promise<
    readonly { powerKw: number; location: { lat: number; lon: number }; municipality: { ags: string } }[]
  > => {
    const answer = await mobility.data(
      `{ chargingStations(${args}, first: 100) { nodes { powerKw location { lat lon } municipality { ags } } } }`,
    );
    return (answer['chargingStations'] as { nodes: [] }).nodes;
  };

  test('of a municipality, in a box and with enough power: all conditions hold together', async () => {
    const { rows } = await mobility.client.query<{ lat: number; lon: number; ags: string; power: number }>(
      'SELECT lat, lon, ags, power_kw AS power FROM charging_station ORDER BY power_kw DESC, id LIMIT 1',
    );
    const [strongest] = rows;
    if (strongest === undefined) throw new Error('the seed has no charging stations');
    const { lat, lon, ags, power } = strongest;
    const box = `{ west: ${lon - 0.001}, south: ${lat - 0.001}, east: ${lon + 0.001}, north: ${lat + 0.001} }`;
    const found = await nodes(`ags: "${ags}", within: ${box}, minPowerKw: ${power}`);
    expect(found).toContainEqual({ powerKw: power, location: { lat, lon }, municipality: { ags } });
    expect(await nodes(`ags: "${ags}", minPowerKw: ${power + 1}`)).toEqual([]);
    const other = ags === PADERBORN ? BIELEFELD : PADERBORN;
    expect(await nodes(`ags: "${other}", within: ${box}`)).toEqual([]);
  });

  test('in a box come from the index on the map', async () => {
    await mobility.client.query(
      `INSERT INTO charging_station (id, lat, lon, ags, power_kw, source_id)
       SELECT 'x-' || n, 50 + n / 10000.0, 9 + (n % 97) / 100.0, '${PADERBORN}', 22, 'synthetic-mobility' FROM generate_series(1, 5000) AS n`,
    );
    await mobility.client.query('ANALYZE charging_station');
    const { rows } = await mobility.client.query(
      `EXPLAIN (FORMAT JSON) SELECT id FROM charging_station
        WHERE withdrawn_on IS NULL AND point(lon, lat) <@ box(point(8.7, 51.7), point(8.8, 51.8))
         ORDER BY id LIMIT 51`,
    );
    expect(JSON.stringify(rows)).toContain('charging_station_place_idx');
    await mobility.client.query(`DELETE FROM charging_station WHERE id LIKE 'x-%'`);
  });
});

describe('disruptions', () => {
  test('are those in force at the instant: begin included, end not', async () => {
    await mobility.client.query(
      `INSERT INTO disruption (id, kind, title, starts_at, ends_at, ags, source_id) VALUES
         ('day', 'EVENT', 'Fest', '2026-05-01T08:00Z', '2026-05-01T20:00Z', '05758012', 'synthetic-mobility')`,
    );
    const at = async (instant: string): Promise<unknown> =>
      (await mobility.data(`{ disruptions(ags: "05758012", at: "${instant}") { nodes { id } } }`))[
        'disruptions'
      ];
    expect(await at('2026-05-01T07:59:59Z')).toEqual({ nodes: [] });
    expect(await at('2026-05-01T08:00:00Z')).toEqual({ nodes: [{ id: 'day' }] });
    expect(await at('2026-05-01T19:59:59Z')).toEqual({ nodes: [{ id: 'day' }] });
    expect(await at('2026-05-01T20:00:00Z')).toEqual({ nodes: [] });
  });
});

test('a parking zone is that of the section of the street; one address, one zone', async () => {
  const { client } = mobility;
  await client.query(
    `INSERT INTO parking_zone VALUES ('z1', '05758012', 'Zone 1'), ('z2', '05758012', 'Zone 2')`,
  );
  await client.query(
    `INSERT INTO parking_zone_section VALUES ('s1', 'z1', '05758012', '99990', 1, 11), ('s2', 'z2', '05758012', '99990', 12, 40)`,
  );
  const ids = [
    '05758012-99990-1',
    '05758012-99990-11a',
    '05758012-99990-12',
    '05758012-99990-41',
    '05758012-99991-1',
  ];
  const zones = await mobility.entities(
    'Address',
    ids.map((id) => ({ id })),
    'parkingZone',
  );
  expect((zones as { parkingZone: string | null }[]).map(({ parkingZone }) => parkingZone)).toEqual([
    'Zone 1',
    'Zone 1',
    'Zone 2',
    null,
    null,
  ]);
  await expect(
    client.query(`INSERT INTO parking_zone_section VALUES ('s3', 'z1', '05758012', '99990', 40, 50)`),
  ).rejects.toThrow('parking_zone_section_once');
});

test('says of all its data that it is synthetic', async () => {
  const answer = await mobility.data(
    `{ mobilityDataSources { title provenance retrievedOn } stopsNear(lat: 51.72, lon: 8.75, radiusM: 5000, first: 1) { source { provenance } } }`,
  );
  expect(answer).toMatchObject({
    mobilityDataSources: expect.arrayContaining([
      { title: 'Synthetic mobility of the model region', provenance: 'SYNTHETIC', retrievedOn: '2026-11-30' },
    ]),
    stopsNear: [{ source: { provenance: 'SYNTHETIC' } }],
  });
});

describe('bad input is refused with the argument and its form', () => {
  test.each([
    ['stop(id: "Hauptbahnhof") { id }', 'id', 'STOP_ID'],
    ['stopsNear(lat: 91, lon: 8) { id }', 'lat', 'LATITUDE'],
    ['stopsNear(lat: 51, lon: -181) { id }', 'lon', 'LONGITUDE'],
    ['stopsNear(lat: 51, lon: 8, radiusM: 20001) { id }', 'radiusM', 'RADIUS'],
    ['stopsNear(lat: 51, lon: 8, radiusM: 0) { id }', 'radiusM', 'RADIUS'],
    ['stopsNear(lat: 51, lon: 8, first: 101) { id }', 'first', 'PAGE_SIZE'],
    ['stopsNear(lat: 51, lon: 8, first: -1) { id }', 'first', 'PAGE_SIZE'],
    ['parkingFacilities(ags: "5774032") { nodes { id } }', 'ags', 'AGS'],
    ['parkingFacilities(ags: "05774032", first: 0) { nodes { id } }', 'first', 'PAGE_SIZE'],
    ['parkingFacilities(ags: "05774032", after: "x") { nodes { id } }', 'after', 'CURSOR'],
    ['stops(ags: "x") { nodes { id } }', 'ags', 'AGS'],
    ['stops(within: { west: 9, south: 51, east: 8, north: 52 }) { nodes { id } }', 'within', 'BOUNDING_BOX'],
    ['chargingStations(ags: "") { nodes { id } }', 'ags', 'AGS'],
    ['chargingStations(minPowerKw: -1) { nodes { id } }', 'minPowerKw', 'POWER'],
    [
      'chargingStations(within: { west: 9, south: 51, east: 8, north: 52 }) { nodes { id } }',
      'within',
      'BOUNDING_BOX',
    ],
    [
      'chargingStations(within: { west: 8, south: 51, east: 9, north: 91 }) { nodes { id } }',
      'within',
      'BOUNDING_BOX',
    ],
    ['disruptions(ags: "05774032", after: "WzEsImEiLCJiIl0") { nodes { id } }', 'after', 'CURSOR'],
    // A cursor of the right form whose instant no calendar has.
    [
      `disruptions(ags: "05774032", after: "${Buffer.from('[1,1e300,"x"]').toString('base64url')}") { nodes { id } }`,
      'after',
      'CURSOR',
    ],
    [
      `disruptions(ags: "05774032", after: "${Buffer.from('[1,-8e15,"x"]').toString('base64url')}") { nodes { id } }`,
      'after',
      'CURSOR',
    ],
  ])('%s', async (field, argument, format) => {
    const { errors } = await mobility.ask(`{ ${field} }`);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument, format });
  });

  test('of a nested field too, and the rest is answered', async () => {
    const { data, errors } = await mobility.ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Municipality { ags stops(first: 1000) { id } } } }',
      { variables: { of: [{ __typename: 'Municipality', ags: PADERBORN }] } },
    );
    expect(data).toEqual({ _entities: [{ ags: PADERBORN, stops: null }] });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'first',
      format: 'PAGE_SIZE',
    });
  });
});

test('the first and the last instant there is are no fault of the database', async () => {
  for (const instant of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
    const answer = await mobility.data(
      `{ stop(id: "de:05774:8016") { departures(from: "${instant}") { tripId } }
         disruptions(ags: "${PADERBORN}", at: "${instant}") { pageInfo { hasNextPage } } }`,
    );
    expect(answer).toMatchObject({ stop: { departures: [] } });
  }
});
