import type { Client } from 'pg';
import {
  isDhid,
  LICENCES,
  ndjson,
  ODBL_NOTICE,
  recordFormat,
  shown,
  type FieldReader,
  type SeedRow,
  type StagedTable,
} from '@modellregion/subgraph-kit';
import type { Accessibility } from '../generated/graphql.js';
import { modesOf } from './products.js';

/**
 * Stations by DHID: newline-delimited JSON with `ifopt, eva, type, name, lat, lon, products, stepFree, ags`.
 *
 * Natural key: `ifopt`, the nationwide stop id (DHID), which is the id of the stop.
 *
 * A station and the bus stops in front of it share one DHID and have a row and an EVA number each: they become one
 * stop, which has name, place and EVA number of the row of type `station`, else of the row with the smallest number,
 * and all means of transport. Where their rows differ about steps, it is without steps in part.
 */
export const stations = recordFormat({
  name: 'stations-ndjson',
  title: 'Stations by DHID (NDJSON)',
  recognises: ({ kind, firstLine }) =>
    kind === 'file' &&
    firstLine.startsWith('{') &&
    ['ifopt', 'eva', 'products'].every((it) => firstLine.includes(`"${it}"`)),
  source: () => ({
    id: 'stations-ifopt',
    title: 'Stations of Ostwestfalen-Lippe with their nationwide ids (db-hafas-stations 2.0.0)',
    publisher: 'DB InfraGO and contributors of OpenStreetMap',
    licence: 'ODbL 1.0',
    attribution: 'DB InfraGO AG (CC BY 4.0); © OpenStreetMap contributors (ODbL 1.0)',
    licenceUrl: LICENCES['ODbL 1.0'],
    notice: ODBL_NOTICE,
    url: 'https://www.npmjs.com/package/db-hafas-stations',
  }),
  records: ndjson,
  target: { table: 'stop', key: ['id'], values: ['eva', 'name', 'lat', 'lon', 'ags', 'modes', 'step_free'] },
  extra: { is_station: 'boolean' },
  row: stationRow,
  settle: makeStops,
});

async function makeStops(client: Client, staged: StagedTable): Promise<number> {
  const merged = await staged.combine({
    key: 'id',
    first: 'is_station DESC, eva::integer',
    columns: {
      modes: `ARRAY(SELECT DISTINCT mode FROM unnest(string_to_array(string_agg(array_to_string(modes, ','), ','), ',')) AS mode
                     WHERE mode <> '' ORDER BY mode)`,
      step_free: `CASE count(DISTINCT step_free) FILTER (WHERE step_free <> 'UNKNOWN')
                       WHEN 0 THEN 'UNKNOWN'
                       WHEN 1 THEN min(step_free) FILTER (WHERE step_free <> 'UNKNOWN')
                       ELSE 'PARTIAL' END`,
    },
  });
  // Where no row says what calls there: at a station trains do, elsewhere mostly buses.
  await client.query(
    `UPDATE ${staged.name} SET modes = CASE WHEN is_station THEN '{RAIL}' ELSE '{BUS}' END::text[] WHERE ok AND modes = '{}'`,
  );
  return merged;
}

function stationRow(fields: FieldReader): SeedRow {
  const id = fields.text('ifopt');
  if (id !== '' && !isDhid(id)) fields.reject('ifopt', `${shown(id)} is not a nationwide stop id (DHID)`);
  return {
    id,
    eva: fields.matching('eva', /^[1-9]\d{4,8}$/, 'an EVA number of 5 to 9 digits'),
    name: fields.text('name'),
    lat: fields.latitude('lat'),
    lon: fields.longitude('lon'),
    ags: fields.ags('ags'),
    modes: modesOf(fields, productsOf(fields)),
    step_free: stepFree(fields),
    is_station: fields.raw('type') === 'station',
  };
}

function productsOf(fields: FieldReader): readonly string[] {
  const value = fields.raw('products') ?? [];
  if (Array.isArray(value) && value.every((it) => typeof it === 'string')) return value;
  fields.reject('products', `${shown(value)} is not a list of texts`);
  return [];
}

const STEP_FREE: ReadonlyMap<unknown, Accessibility> = new Map<unknown, Accessibility>([
  ['yes', 'YES'],
  ['no', 'NO'],
  ['partial', 'PARTIAL'],
  [null, 'UNKNOWN'],
  [undefined, 'UNKNOWN'],
]);

function stepFree(fields: FieldReader): Accessibility {
  const value = fields.raw('stepFree');
  const known = STEP_FREE.get(value);
  if (known === undefined) fields.reject('stepFree', `${shown(value)} is none of yes, no and partial`);
  return known ?? 'UNKNOWN';
}
