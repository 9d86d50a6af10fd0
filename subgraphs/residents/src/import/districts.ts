import {
  csv,
  DISTRICT_ATTRIBUTION,
  hasColumns,
  ImportFileError,
  isDistrictKey,
  LICENCES,
  recordFormat,
  shown,
  type FieldReader,
  type ImportJob,
  type SeedRow,
} from '@modellregion/subgraph-kit';
import { SOURCE } from '../sources.js';

/**
 * Area and population of districts: CSV with `;` and `AGS; type; name; NUTS3; area_km2; population`, as the package
 * landkreise-deutschland has them.
 *
 * Natural key: `AGS`, 5 digits. From each record follow one figure of population, by the same key and the year; from a
 * district-free city also that of the city as a municipality, whose key is the same with three noughts.
 *
 * No column says the day of the figures, so the name of the file must: `districts-2018.csv`.
 */
export const districts = recordFormat({
  name: 'districts-csv',
  title: 'Area and population of districts (CSV)',
  recognises: (file) => hasColumns(file, ';', ['AGS', 'type', 'name', 'NUTS3', 'area_km2', 'population']),
  source: () => ({
    id: SOURCE.districts,
    title: 'Area and population of the districts on 31.12.2018',
    publisher: 'Statistische Ämter des Bundes und der Länder',
    licence: 'CC BY 4.0',
    attribution: DISTRICT_ATTRIBUTION,
    licenceUrl: LICENCES['CC BY 4.0'],
    notice: null,
    url: 'https://www.npmjs.com/package/landkreise-deutschland',
  }),
  records: csv({ delimiter: ';' }),
  target: {
    table: 'administrative_district',
    key: ['key'],
    keyInFile: 'AGS',
    values: ['name', 'government_district', 'nuts3', 'area_km2'],
  },
  extra: { population: 'integer', district_free: 'boolean' },
  row: districtRow,
  settle: requireYear,
  following: {
    target: {
      table: 'population_figure',
      key: ['area_key', 'year'],
      values: ['total', 'basis', 'note'],
    },
    select: `
      SELECT line, record, ok, area.key AS area_key, 2018 AS year, population AS total, 'OFFICIAL' AS basis,
             'Published figure of 31.12.2018.' AS note
        FROM staged, LATERAL (VALUES (staged.key), (staged.key || '000')) AS area (key)
       WHERE area.key = staged.key OR district_free OR NOT ok`,
  },
});

/** Administrative regions (Regierungsbezirke) of North Rhine-Westphalia: the first three digits of every key in them. */
const GOVERNMENT_DISTRICTS: ReadonlyMap<string, string> = new Map([
  ['051', 'Düsseldorf'],
  ['053', 'Köln'],
  ['055', 'Münster'],
  ['057', 'Detmold'],
  ['059', 'Arnsberg'],
]);

const LAST_RESIDENT = 100_000_000;

function districtRow(fields: FieldReader): SeedRow {
  const key = fields.text('AGS');
  const type = fields.text('type');
  return {
    key,
    name: districtName(type, fields.text('name')),
    government_district: key === '' ? null : governmentDistrict(fields, key),
    nuts3: fields.matching('NUTS3', /^DE[A-Z\d]{3}$/, 'a NUTS 3 key such as DEA47'),
    area_km2: fields.number('area_km2', { min: 0.01, max: 100_000 }),
    population: fields.integer('population', { min: 0, max: LAST_RESIDENT }),
    district_free: isDistrictFree(type),
  };
}

function governmentDistrict(fields: FieldReader, key: string): string | null {
  if (!isDistrictKey(key)) return fields.reject('AGS', `${shown(key)} is not a district key of 5 digits`);
  return (
    GOVERNMENT_DISTRICTS.get(key.slice(0, 3)) ??
    fields.reject('AGS', `${shown(key)} is in no administrative region of North Rhine-Westphalia`)
  );
}

function isDistrictFree(type: string): boolean {
  return type === 'Kreisfreie Stadt' || type === 'Stadtkreis';
}

/** `Bielefeld, Stadt` → `Bielefeld`, `Paderborn` → `Kreis Paderborn`, `Ennepe-Ruhr-Kreis` as it is. */
function districtName(type: string, name: string): string {
  if (isDistrictFree(type)) return name.split(',')[0] ?? name;
  return /kreis|region/i.test(name) ? name : `${type} ${name}`;
}

function requireYear(_client: unknown, _staged: unknown, { file }: ImportJob): Promise<number> {
  if (/(?<!\d)2018(?!\d)/.test(file.name)) return Promise.resolve(0);
  throw new ImportFileError(
    `${file.name} does not say of which year its figures are, and nothing in it does. Those of 31.12.2018 can be ` +
      'taken over: if it holds them, name it districts-2018.csv.',
  );
}
