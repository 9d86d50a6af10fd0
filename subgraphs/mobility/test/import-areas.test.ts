import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findingsOf, importFiles, outcomes } from '../../../test/support/import-files.js';
import { mobility as subgraph } from '../src/index.js';
import { startMobility, type TestMobility } from './support.js';

let mobility: TestMobility;
beforeAll(async () => {
  mobility = await startMobility(null);
});
afterAll(() => mobility.stop());

const RING = [
  [8.5, 51.5],
  [9, 51.5],
  [9, 52],
  [8.5, 51.5],
] as const;
const area = (ags: string, geometry: unknown) => ({
  type: 'Feature',
  properties: { ags, name: `Gemeinde ${ags}` },
  geometry,
});
const polygon = (...rings: readonly unknown[]) => ({ type: 'Polygon', coordinates: rings });

const NOT_CLOSED = 'geometry: its rings are not closed lists of at least four points [longitude, latitude]';

test('an area that is broken is told with its reason, and the others come in', async () => {
  const features = [
    area('05774032', polygon(RING)),
    area('05774016', { type: 'MultiPolygon', coordinates: [[RING], [RING]] }),
    area('05774001', null),
    area('05774002', { type: 'Point', coordinates: [8.5, 51.5] }),
    area('05774003', { type: 'Polygon' }),
    area('05774004', polygon(RING.slice(0, 3))),
    area('05774005', polygon([...RING.slice(0, 3), [8.6, 51.6]])),
    area('05774006', polygon(RING.map(([lon, lat]) => [lat * 10, lon]))),
    area('05774007', polygon(RING.map(([lon, lat]) => [String(lon), String(lat)]))),
    area('05774008', polygon()),
    area('5774032', polygon(RING)),
  ];
  const report = await importFiles(subgraph, mobility, {
    'areas.geojson': JSON.stringify({ type: 'FeatureCollection', features }),
  });
  expect(outcomes(report)).toEqual({ 'areas.geojson': { read: 11, inserted: 2, rejected: 9 } });
  expect(report.files.flatMap(findingsOf)).toEqual([
    'record 3, geometry: missing',
    'record 4, geometry: neither a Polygon nor a MultiPolygon',
    'record 5, geometry: missing',
    `record 6, ${NOT_CLOSED}`,
    `record 7, ${NOT_CLOSED}`,
    `record 8, ${NOT_CLOSED}`,
    `record 9, ${NOT_CLOSED}`,
    `record 10, ${NOT_CLOSED}`,
    'record 11, properties.ags: "5774032" is not a municipality key of 8 digits',
  ]);
  const { rows } = await mobility.client.query('SELECT municipality_at(51.6, 8.9) AS inside');
  expect(rows).toEqual([{ inside: '05774016' }]);
});
