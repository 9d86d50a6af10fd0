import {
  jsonItems,
  MUNICIPALITY_AREAS,
  recordFormat,
  type FieldReader,
  type SeedRow,
} from '@modellregion/subgraph-kit';

/**
 * Areas of the municipalities: a GeoJSON FeatureCollection after the VG products of BKG, WGS 84.
 *
 * Natural key: `properties.ags`.
 *
 * What mobility keeps of it answers one question: in which municipality does a point lie?
 */
export const boundaries = recordFormat({
  name: 'boundaries-geojson',
  title: 'Areas of municipalities (GeoJSON)',
  recognises: ({ kind, text }) =>
    kind === 'file' && /"type"\s*:\s*"FeatureCollection"/.test(text) && /"ags"\s*:/.test(text),
  source: () => MUNICIPALITY_AREAS,
  records: jsonItems('$.features.*'),
  target: {
    table: 'municipality_area',
    key: ['ags'],
    keyInFile: 'properties.ags',
    values: ['name', 'coordinates'],
  },
  row: areaRow,
});

function areaRow(fields: FieldReader): SeedRow {
  const feature = fields.within('properties');
  const ags = feature.ags('ags');
  const name = feature.text('name');
  return { ags, name, coordinates: JSON.stringify(multiPolygon(fields)) };
}

type Ring = readonly (readonly [number, number])[];

/** The coordinates of a MultiPolygon, whichever of the two kinds of area it is. */
function multiPolygon(fields: FieldReader): readonly (readonly Ring[])[] | null {
  const geometry = fields.raw('geometry');
  if (
    typeof geometry !== 'object' ||
    geometry === null ||
    !('type' in geometry) ||
    !('coordinates' in geometry)
  ) {
    return fields.reject('geometry', 'missing');
  }
  const { type, coordinates } = geometry;
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    return fields.reject('geometry', 'neither a Polygon nor a MultiPolygon');
  }
  const parts: unknown = type === 'Polygon' ? [coordinates] : coordinates;
  if (isMultiPolygon(parts)) return parts;
  return fields.reject(
    'geometry',
    'its rings are not closed lists of at least four points [longitude, latitude]',
  );
}

function isMultiPolygon(parts: unknown): parts is readonly (readonly Ring[])[] {
  return (
    Array.isArray(parts) &&
    parts.length > 0 &&
    parts.every((rings) => Array.isArray(rings) && rings.length > 0 && rings.every(isRing))
  );
}

function isRing(ring: unknown): ring is Ring {
  if (!Array.isArray(ring) || ring.length < 4) return false;
  const points: readonly unknown[] = ring;
  return points.every(isPoint) && JSON.stringify(points[0]) === JSON.stringify(points.at(-1));
}

function isPoint(point: unknown): boolean {
  if (!Array.isArray(point)) return false;
  const [lon, lat] = point as readonly unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}
