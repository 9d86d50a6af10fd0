import type { Client } from 'pg';
import {
  csv,
  foldText,
  hasColumns,
  LICENCES,
  recordFormat,
  shown,
  type FieldReader,
  type ImportJob,
  type SeedRow,
  type StagedTable,
} from '@modellregion/subgraph-kit';
import { namedMunicipalities } from './municipality-names.js';

/**
 * Systems that lend vehicles: `systems.csv` of MobilityData, with `Country Code, Name, Location, System ID, URL,
 * Auto-Discovery URL`.
 *
 * Natural key: `System ID`, which is the id of the system in its own feed, too.
 *
 * `Location` names one municipality or several, with commas between them; those whose areas were imported are known.
 */
export const sharedSystems = recordFormat({
  name: 'gbfs-systems-csv',
  title: 'Systems that lend vehicles (GBFS systems.csv)',
  recognises: (file) =>
    hasColumns(file, ',', ['Country Code', 'Location', 'System ID', 'Auto-Discovery URL']),
  source: () => ({
    id: 'gbfs-systems',
    title: 'Systems with a GBFS feed (systems.csv)',
    publisher: 'MobilityData',
    licence: 'CC BY 3.0',
    attribution: 'MobilityData, systems.csv of GBFS (CC BY 3.0)',
    licenceUrl: LICENCES['CC BY 3.0'],
    notice: null,
    url: 'https://github.com/MobilityData/gbfs',
  }),
  records: csv({ delimiter: ',' }),
  target: {
    table: 'shared_system',
    key: ['id'],
    keyInFile: 'System ID',
    values: ['name', 'url', 'discovery_url', 'area'],
  },
  extra: { place: 'text' },
  row: systemRow,
  settle: findAreas,
});

function systemRow(fields: FieldReader): SeedRow {
  const country = fields.matching('Country Code', /^[A-Z]{2}$/, 'a country such as DE');
  const place = fields.optionalText('Location');
  return {
    id: fields.matching('System ID', /^[\w.:~-]{1,100}$/, 'an id of a system such as nextbike_dg'),
    name: fields.text('Name'),
    url: webAddress(fields, 'URL'),
    discovery_url: webAddress(fields, 'Auto-Discovery URL'),
    area: [],
    // Towns elsewhere have names of towns here.
    place: country === 'DE' ? place : null,
  };
}

function webAddress(fields: FieldReader, column: string): string | null {
  const text = fields.optionalText(column);
  if (text === null || (/^https?:\/\//.test(text) && URL.canParse(text))) return text;
  fields.warn(column, `${shown(text)} is no web address and is left out`);
  return null;
}

async function findAreas(client: Client, staged: StagedTable, { findings }: ImportJob): Promise<number> {
  const keys = new Map((await namedMunicipalities(client)).map(({ ags, name }) => [foldText(name), ags]));
  const { rows } = await client.query<{ place: string }>(
    `SELECT DISTINCT place FROM ${staged.name} WHERE ok AND place IS NOT NULL`,
  );
  const areas = rows.map(({ place }) => [
    ...new Set(place.split(',').flatMap((name) => keys.get(foldText(name)) ?? [])),
  ]);
  await client.query(
    `UPDATE ${staged.name} AS staged SET area = found.area::text[]
       FROM unnest($1::text[], $2::text[]) AS found (place, area) WHERE found.place = staged.place`,
    [rows.map(({ place }) => place), areas.map((area) => `{${area.sort().join(',')}}`)],
  );
  await staged.warn(
    `area = '{}'`,
    'Location',
    `coalesce('"' || place || '" is', 'it is in') || ' no municipality that is known here: the system comes in without an area'`,
    findings,
  );
  return 0;
}
