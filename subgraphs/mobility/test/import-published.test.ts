import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fixedClock, importInto, seedSubgraph } from '@modellregion/subgraph-kit';
import { findingsOf, importFiles, OPEN_DATA_FOLDER, outcomes } from '../../../test/support/import-files.js';
import { tableContents } from '../../../test/support/table-contents.js';
import { mobility as subgraph } from '../src/index.js';
import { NOW, startMobility, type TestMobility } from './support.js';

const CLOCK = fixedClock(NOW);

let mobility: TestMobility;
beforeEach(async () => {
  mobility = await startMobility(null);
});
afterEach(() => mobility.stop());

/** A square of half a degree with Bielefeld in its middle. */
const AREAS = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { ags: '05711000', name: 'Bielefeld' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [8.25, 51.75],
            [8.75, 51.75],
            [8.75, 52.25],
            [8.25, 52.25],
            [8.25, 51.75],
          ],
        ],
      },
    },
  ],
});
const STATION = {
  ifopt: 'de:05711:1',
  eva: '8000001',
  type: 'station',
  name: 'Hier',
  lat: 52,
  lon: 8.5,
  ags: '05711000',
};

test('entries of one station become one stop: its place is the station’s, its products are all of theirs', async () => {
  const entries = [
    { ...STATION, eva: '100001', type: 'stop', name: 'Hier Vorplatz', products: ['bus'], stepFree: 'no' },
    { ...STATION, products: ['regional'], stepFree: 'yes' },
    { ...STATION, ifopt: 'keine', products: [], stepFree: 'yes' },
    { ...STATION, ifopt: 'de:05711:2', lat: 'Nord', products: [], stepFree: 'yes' },
  ];
  const lines = entries.map((entry) => JSON.stringify({ ...entry, parentEva: null }));
  const report = await importFiles(subgraph, mobility, {
    'stations.ndjson': [...lines, 'kein JSON', ''].join('\n'),
  });
  expect(outcomes(report)).toEqual({ 'stations.ndjson': { read: 5, inserted: 1, merged: 1, rejected: 3 } });
  expect(report.files.flatMap(findingsOf)).toHaveLength(3);
  expect(await mobility.data('{ stop(id: "de:05711:1") { name eva modes stepFree } }')).toEqual({
    stop: { name: 'Hier', eva: '8000001', modes: ['BUS', 'RAIL'], stepFree: 'PARTIAL' },
  });
});

test('a car park without a municipality is placed by its point; one outside of all areas is rejected', async () => {
  const header =
    'WKT;gid;pls_id;typ;bez;kapazitaet;hoehe;einfahrtshoehe;frauen;behinderte;zufahrt;e_ladesaeule;gebuehren;gebuehren_internet;oeffi;kundenp;kategorie;oeff_mo_fr;oeff_sa;oeff_so;b_pls_rest;b_pls_zeit;b_pls_status';
  const row = (wkt: string, gid: string, capacity: string): string =>
    `"${wkt}";${gid};;P;Parkplatz;${capacity};;;;;Am Markt;;;;;;;;;;;;`;
  const report = await importFiles(subgraph, mobility, {
    'areas.geojson': AREAS,
    'parking.csv': [
      header,
      row('POINT (8.5 52)', '1-1', '20'),
      row('POINT (9.9 52)', '1-2', '20'),
      row('POINT 8.5 52', '1-3', '20'),
      row('POINT (8.5 52)', '1-4', 'viele'),
      '',
    ].join('\n'),
  });
  expect(outcomes(report)['parking.csv']).toEqual({ read: 4, inserted: 1, rejected: 3 });
  expect(report.files.flatMap(findingsOf).map((it) => it.split(':')[0])).toEqual([
    'line 3, WKT',
    'line 4, WKT',
    'line 5, kapazitaet',
  ]);
  expect(
    await mobility.data('{ parkingFacilities(ags: "05711000") { nodes { capacity municipality { ags } } } }'),
  ).toEqual({
    parkingFacilities: { nodes: [{ capacity: 20, municipality: { ags: '05711000' } }] },
  });
});

const published = OPEN_DATA_FOLDER === null ? describe.skip : describe;
published(`the published files of ${OPEN_DATA_FOLDER ?? '../shared/data, which is not there'}`, () => {
  const run = async () => importInto(subgraph, mobility.url, { from: OPEN_DATA_FOLDER ?? '', clock: CLOCK });

  test('come in with these counts, then change nothing; neighbours are the real ones, from the nearest on', async () => {
    expect(outcomes(await run())).toEqual({
      'owl-municipalities-vg5000.geojson': { read: 70, inserted: 70 },
      'owl-stops-eva.csv': { read: 8_317, inserted: 8_317 },
      'owl-stations-ifopt.ndjson': { read: 244, inserted: 77, merged: 167 },
      'bielefeld-parking.csv': { read: 853, inserted: 853 },
      'owl-charging-stations-bnetza-2019-07-19.csv': { read: 176, inserted: 173, merged: 3 },
      'owl-gbfs-systems.csv': { read: 8, inserted: 8 },
    });
    const again = await run();
    expect(again.files.map((file) => outcomes({ ...again, files: [file] })[file.file])).toEqual([
      { read: 70, unchanged: 70 },
      { read: 8_317, unchanged: 8_317 },
      { read: 244, unchanged: 77, merged: 167 },
      { read: 853, unchanged: 853 },
      { read: 176, unchanged: 173, merged: 3 },
      { read: 8, unchanged: 8 },
    ]);
    expect(again.files.map(({ warnings }) => warnings)).toEqual([0, 0, 0, 1, 7, 0]);
    for (const [lat, lon, name] of [
      [51.712979, 8.740505, 'Paderborn Hbf'],
      [52.023, 8.5331, 'Jahnplatz, Bielefeld'],
    ] as const) {
      const near = await mobility.data(
        `{ stopsNear(lat: ${lat}, lon: ${lon}, first: 20, radiusM: 1000) { id name } }`,
      );
      const { rows } = await mobility.client.query(
        `SELECT id, name FROM stop WHERE great_circle($1, $2, lat, lon) <= 1000 ORDER BY great_circle($1, $2, lat, lon), id LIMIT 20`,
        [lat, lon],
      );
      expect(near['stopsNear']).toEqual(rows);
      expect(rows[0]).toMatchObject({ name });
    }
  });

  test('take the place of made-up records, and a timetable is drawn over the real stops', async () => {
    await seedSubgraph(subgraph, mobility.url, 'small', CLOCK);
    expect((await run()).redrawn).toBe(true);
    const count = async (sql: string): Promise<number | undefined> =>
      (await mobility.client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0]?.n;
    expect(await count('stop')).toBe(8_317 + 77);
    expect(await count('charging_station')).toBe(173);
    expect(await count(`parking_facility WHERE ags = '05711000'`)).toBe(852);
    expect(await count(`pattern_stop WHERE stop_id LIKE 'eva:%'`)).toBeGreaterThan(5_000);
    expect((await run()).redrawn).toBe(false);
  });
});

test('an import that is killed leaves nothing behind; the next one gives what one clean run gives', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'modellregion-killed-'));
  try {
    const out = createWriteStream(join(folder, 'stops.csv'));
    out.write('eva,name,lat,lon,ags,products\n');
    for (let n = 0; n < 3_000; n += 1)
      out.write(`${10_000 + n},Halt ${n},${51 + n / 1e5},8.5,05711000,bus\n`);
    out.end();
    await once(out, 'finish');
    const before = await tableContents(mobility);
    // As long as this lock is held the import can read its file, but not come to its end before it is killed.
    await mobility.client.query('BEGIN; LOCK TABLE stop IN SHARE MODE');
    const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
    const child = spawn(process.execPath, [main, 'import', '--from', folder], {
      env: { ...process.env, DATABASE_URL: mobility.url },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // The first sign of life comes while the file is being read.
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await mobility.client.query('ROLLBACK');
    expect(await tableContents(mobility)).toEqual(before);

    const clean = async () => importInto(subgraph, mobility.url, { from: folder, clock: CLOCK });
    expect(outcomes(await clean())).toEqual({ 'stops.csv': { read: 3_000, inserted: 3_000 } });
    const { data_import: _, ...after } = await tableContents(mobility);
    await mobility.client.query('DELETE FROM stop; DELETE FROM data_import; DELETE FROM data_source');
    await clean();
    expect(await tableContents(mobility)).toMatchObject(after);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
