import {
  agsOf,
  isArs,
  jsonItems,
  MUNICIPALITY_AREAS,
  recordFormat,
  shown,
  type FieldReader,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';

/**
 * The municipalities, as the areas of the VG products of BKG name them: a GeoJSON FeatureCollection whose features have
 * `properties.ags`, `ars`, `name`, `bez` (legal kind) and `nuts`.
 *
 * Natural key: `properties.ags`.
 *
 * The areas themselves are read by mobility, which asks where a point lies. What is known of municipalities before this
 * file comes are names and keys of a list that stands in for it, so they go over into this record set.
 */
export const boundaries = recordFormat({
  name: 'boundaries-geojson',
  title: 'Municipalities by their areas (GeoJSON)',
  recognises: ({ kind, text }) =>
    kind === 'file' && /"type"\s*:\s*"FeatureCollection"/.test(text) && /"ars"\s*:/.test(text),
  source: () => MUNICIPALITY_AREAS,
  records: jsonItems('$.features.*'),
  target: {
    table: 'municipality',
    key: ['ags'],
    keyInFile: 'properties.ags',
    values: ['ars', 'name', 'kind', 'district_key', 'nuts3', 'area_km2'],
    takesOver: [SOURCE.keys],
  },
  row: municipalityRow,
  settle: async (client, staged) => {
    await staged.reject(
      'NOT EXISTS (SELECT FROM administrative_district WHERE key = district_key)',
      'properties.ags',
      `'the district ' || district_key || ' is not known here: import the figures of the districts first'`,
    );
    // The one kind of municipality that an open figure of the area exists for.
    await client.query(
      `UPDATE ${staged.name} AS staged SET area_km2 = district.area_km2 FROM administrative_district AS district
        WHERE district.key = staged.district_key AND staged.kind = 'DISTRICT_FREE_CITY'`,
    );
    return 0;
  },
});

function municipalityRow(fields: FieldReader): SeedRow {
  const feature = fields.within('properties');
  const ags = feature.ags('ags');
  return {
    ags,
    ars: regionalKey(feature, ags),
    name: feature.text('name'),
    kind: kindOf(feature, ags),
    district_key: ags.slice(0, 5),
    nuts3: feature.matching('nuts', /^DE[A-Z\d]{3}$/, 'a NUTS 3 key such as DEA47'),
    area_km2: null,
  };
}

function regionalKey(feature: FieldReader, ags: string): string {
  const ars = feature.text('ars');
  if (ars !== '' && !isArs(ars)) feature.reject('ars', `${shown(ars)} is not a regional key of 12 digits`);
  else if (ars !== '' && ags !== '' && isArs(ars) && agsOf(ars) !== ags) {
    feature.reject('ars', `${shown(ars)} is the regional key of another municipality`);
  }
  return ars;
}

function kindOf(feature: FieldReader, ags: string): string | null {
  const kind = feature.text('bez');
  if (kind === '') return null;
  if (ags.endsWith('000')) return 'DISTRICT_FREE_CITY';
  if (kind === 'Stadt') return 'DISTRICT_TOWN';
  if (kind === 'Gemeinde') return 'DISTRICT_MUNICIPALITY';
  return feature.reject(
    'bez',
    `${shown(kind)} is no kind of municipality in North Rhine-Westphalia: Stadt or Gemeinde`,
  );
}
