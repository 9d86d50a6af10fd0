import {
  csv,
  hasColumns,
  LICENCES,
  ODBL_NOTICE,
  recordFormat,
  type FieldReader,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import { modesOf } from './products.js';

/**
 * Stops by EVA number: CSV with `eva, name, lat, lon, ags, products`.
 *
 * Natural key: `eva`, the number of the railway's register, from which the id `eva:<number>` comes. The file knows no
 * DHID, and none is made up.
 *
 * `products` are those of the journey planner, with `|` between them; of a stop without any it is not known what calls
 * there, and it is taken for a bus stop, which 96 of 100 are.
 */
export const stops = recordFormat({
  name: 'stops-csv',
  title: 'Stops by EVA number (CSV)',
  recognises: (file) => hasColumns(file, ',', ['eva', 'name', 'lat', 'lon', 'products']),
  source: () => ({
    id: 'stops-eva',
    title: 'Stops and stations of Ostwestfalen-Lippe (db-hafas-stations 2.0.0)',
    publisher: 'DB InfraGO and contributors of OpenStreetMap',
    licence: 'ODbL 1.0',
    attribution: 'DB InfraGO AG (CC BY 4.0); © OpenStreetMap contributors (ODbL 1.0)',
    licenceUrl: LICENCES['ODbL 1.0'],
    notice: ODBL_NOTICE,
    url: 'https://www.npmjs.com/package/db-hafas-stations',
  }),
  records: csv({ delimiter: ',' }),
  target: {
    table: 'stop',
    key: ['id'],
    keyInFile: 'eva',
    values: ['eva', 'name', 'lat', 'lon', 'ags', 'modes', 'step_free'],
  },
  row: stopRow,
});

function stopRow(fields: FieldReader): SeedRow {
  const eva = fields.matching('eva', /^[1-9]\d{4,8}$/, 'an EVA number of 5 to 9 digits');
  const modes = modesOf(fields, fields.optionalText('products')?.split('|') ?? []);
  return {
    id: `eva:${eva}`,
    eva,
    name: fields.text('name'),
    lat: fields.latitude('lat'),
    lon: fields.longitude('lon'),
    ags: fields.ags('ags'),
    modes: modes.length === 0 ? ['BUS'] : modes,
    step_free: 'UNKNOWN',
  };
}
