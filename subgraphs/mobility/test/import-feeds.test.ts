import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findingsOf, importFiles, outcomes, type Files } from '../../../test/support/import-files.js';
import { mobility as subgraph } from '../src/index.js';
import { startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;
beforeEach(async () => {
  mobility = await startMobility(null);
});
afterEach(() => mobility.stop());

const take = (files: Files) => importFiles(subgraph, mobility, files);
const vehicles = async (): Promise<unknown> =>
  (
    await mobility.client.query({
      text: 'SELECT vehicle_id, form_factor FROM shared_vehicle ORDER BY vehicle_id',
      rowMode: 'array',
    })
  ).rows;

describe('GBFS', () => {
  const VERSION_2 = { last_updated: 1_764_500_000, ttl: 60, version: '2.3' };
  const INFORMATION = {
    ...VERSION_2,
    data: {
      system_id: 'siggi',
      language: 'de',
      name: 'Siggi',
      timezone: 'Europe/Berlin',
      license_id: 'CC0-1.0',
    },
  };
  const BIKE = { lat: 52.02, lon: 8.53, is_reserved: false, is_disabled: false };
  const picture = (bikes: readonly object[]): Files => ({
    'system_information.json': JSON.stringify(INFORMATION),
    'free_bike_status.json': JSON.stringify({ ...VERSION_2, data: { bikes } }),
  });

  test('version 2: free vehicles alone; a new picture replaces the old one whole', async () => {
    const first = await take(
      picture([
        { ...BIKE, bike_id: 'a' },
        { ...BIKE, bike_id: 'b', is_reserved: true },
        { ...BIKE, bike_id: 'c', is_disabled: true },
      ]),
    );
    expect(first.unknown).toEqual([]);
    expect(await vehicles()).toEqual([['a', expect.any(String)]]);
    await take(picture([{ ...BIKE, bike_id: 'd' }]));
    expect(await vehicles()).toEqual([['d', expect.any(String)]]);
    const again = await take(picture([{ ...BIKE, bike_id: 'd' }]));
    const [counts] = again.files.map((file) => outcomes({ ...again, files: [file] })[file.file]);
    expect(counts).not.toHaveProperty('inserted');
    expect(counts).not.toHaveProperty('updated');
  });

  test('version 3: names in languages, vehicles by type', async () => {
    const version3 = { last_updated: '2026-11-24T12:00:00+01:00', ttl: 60, version: '3.0' };
    await take({
      'system_information.json': JSON.stringify({
        ...version3,
        data: {
          system_id: 'roller',
          languages: ['de'],
          name: [{ text: 'Roller Bielefeld', language: 'de' }],
          timezone: 'Europe/Berlin',
        },
      }),
      'vehicle_types.json': JSON.stringify({
        ...version3,
        data: {
          vehicle_types: [
            { vehicle_type_id: 't', form_factor: 'scooter_standing', propulsion_type: 'electric' },
          ],
        },
      }),
      'vehicle_status.json': JSON.stringify({
        ...version3,
        data: {
          vehicles: [{ ...BIKE, vehicle_id: 'x', vehicle_type_id: 't', current_range_meters: 12_000 }],
        },
      }),
    });
    expect(await vehicles()).toEqual([['x', 'SCOOTER_STANDING']]);
    const near = '{ sources: mobilityDataSources { title provenance } }';
    expect(await mobility.data(near)).toEqual({
      sources: [
        { title: 'Free vehicles of Roller Bielefeld, as of 2026-11-24 12:00', provenance: 'OPEN_DATA' },
      ],
    });
  });

  test('a vehicle that is nowhere is told, and the others come in', async () => {
    const report = await take(
      picture([
        { ...BIKE, bike_id: 'a' },
        { ...BIKE, bike_id: 'b', lat: 95 },
      ]),
    );
    expect(report.files.flatMap(findingsOf)).toEqual([
      expect.stringContaining(
        'warning: the picture is of 2025-11-30 11:53 and was current until 2025-11-30 11:54',
      ),
      'record 2, lat: "95" is not between -90 and 90',
    ]);
    expect(await vehicles()).toEqual([['a', expect.any(String)]]);
  });
});

test('charging: rows of one station are added up; a town that is not that of its key is a warning', async () => {
  const header = 'operator,address,plz,city,ags,lon,lat,commissioned,power_kw,kind,points,plugs,point_kw';
  const areas = JSON.stringify({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { ags: '05711000', name: 'Bielefeld' },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [8, 51],
              [9, 51],
              [9, 53],
              [8, 53],
              [8, 51],
            ],
          ],
        },
      },
    ],
  });
  const report = await take({
    'areas.geojson': areas,
    'charging.csv': [
      header,
      'Stadtwerke,Markt 1,33602,Bielefeld,05711000,8.5,52,2018-11-09,44,Normalladeeinrichtung,2,AC Steckdose Typ 2 | AC Steckdose Typ 2,22|22',
      'Stadtwerke,Markt 1,33602,Bielefeld,05711000,8.5,52,2018-11-09,50,Schnellladeeinrichtung,1,DC Kupplung Combo,50',
      'Netz GmbH,Weg 2,32051,Herford,05711000,8.6,52.1,2016-12-19,22,Normalladeeinrichtung,1,AC Steckdose Typ 2,22',
      'Netz GmbH,Weg 3,32051,Bielefeld,05711000,8.6,52.1,2016-19-12,22,Normalladeeinrichtung,1,AC Steckdose Typ 2,22',
      '',
    ].join('\n'),
  });
  expect(outcomes(report)['charging.csv']).toEqual({ read: 4, inserted: 2, merged: 1, rejected: 1 });
  expect(report.files.flatMap(findingsOf)).toEqual([
    'line 4, city: warning: "Herford" is not Bielefeld, whose key 05711000 it has',
    'line 5, commissioned: "2016-19-12" is not a date such as 2026-03-29',
  ]);
  expect(
    await mobility.data(
      '{ chargingStations(minPowerKw: 50) { nodes { operatorName addressLine pointCount plugs fastestPointKw points { evseId } } } }',
    ),
  ).toMatchObject({
    chargingStations: {
      nodes: [
        {
          operatorName: 'Stadtwerke',
          pointCount: 3,
          plugs: ['CCS', 'TYPE_2_SOCKET'],
          fastestPointKw: 50,
          points: [],
        },
      ],
    },
  });
});
