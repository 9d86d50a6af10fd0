import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import {
  csv,
  hasColumns,
  LICENCES,
  recordFormat,
  shown,
  type FieldReader,
  type ImportJob,
  type SeedRow,
  type StagedTable,
} from '@modellregion/subgraph-kit';
import type { PlugType } from '../generated/graphql.js';
import { namedMunicipalities } from './municipality-names.js';
import { isSameTown } from './same-town.js';

/**
 * Charging stations of the register of the Bundesnetzagentur (Ladesäulenregister): CSV with `operator, address, plz,
 * city, ags, lon, lat, commissioned, power_kw, points, plugs, point_kw`.
 *
 * Natural key: operator, address, coordinates and day of commissioning; the register has no number. The id is a hash of
 * them. There are no EVSE ids in it and none are made up, so that these stations have no charge points of their own.
 *
 * A row is one device with a connection of its own. Rows of one key are devices of one station: their points and their
 * powers add up, its plugs are all of theirs.
 */
export const charging = recordFormat({
  name: 'charging-csv',
  title: 'Charging stations of the Bundesnetzagentur (CSV)',
  recognises: (file) => hasColumns(file, ',', ['operator', 'address', 'power_kw', 'plugs', 'point_kw']),
  source: () => ({
    id: 'charging-register',
    title: 'Ladesäulenregister, status 19.07.2019',
    publisher: 'Bundesnetzagentur',
    licence: 'CC BY 4.0',
    attribution: 'Bundesnetzagentur.de, Ladesäulenregister, Stand 19.07.2019 (CC BY 4.0)',
    licenceUrl: LICENCES['CC BY 4.0'],
    notice: null,
    url: 'https://www.bundesnetzagentur.de/ladesaeulenregister',
  }),
  records: csv({ delimiter: ',' }),
  target: {
    table: 'charging_station',
    key: ['id'],
    values: [
      'operator_name',
      'address_line',
      'lat',
      'lon',
      'ags',
      'power_kw',
      'commissioned_on',
      'point_count',
      'plugs',
      'fastest_point_kw',
    ],
  },
  extra: { town: 'text' },
  row: stationRow,
  settle: async (client, staged, job) => {
    await warnOfTowns(client, staged, job);
    return staged.combine({
      key: 'id',
      first: 'record',
      columns: {
        point_count: 'sum(point_count)',
        power_kw: 'sum(power_kw ORDER BY record)',
        plugs: `ARRAY(SELECT DISTINCT plug FROM unnest(string_to_array(string_agg(array_to_string(plugs, ','), ','), ',')) AS plug
                       WHERE plug <> '' ORDER BY plug)`,
        fastest_point_kw: 'max(fastest_point_kw)',
      },
    });
  },
});

/** A town that is not that of the municipality key is told; which of the two is right nobody here knows. */
async function warnOfTowns(client: Client, staged: StagedTable, { findings }: ImportJob): Promise<void> {
  const names = new Map((await namedMunicipalities(client)).map(({ ags, name }) => [ags, name]));
  const { rows } = await client.query<{ town: string; ags: string }>(
    `SELECT DISTINCT town, ags FROM ${staged.name} WHERE ok`,
  );
  const others = rows.filter(({ town, ags }) => !isSameTown(town, names.get(ags) ?? town));
  await client.query(`CREATE TEMP TABLE other_town (town text, ags text, name text) ON COMMIT DROP`);
  await client.query('INSERT INTO other_town SELECT * FROM unnest($1::text[], $2::text[], $3::text[])', [
    others.map(({ town }) => town),
    others.map(({ ags }) => ags),
    others.map(({ ags }) => names.get(ags)),
  ]);
  const found = `FROM other_town AS other WHERE other.town = ${staged.name}.town AND other.ags = ${staged.name}.ags`;
  await staged.warn(
    `EXISTS (SELECT ${found})`,
    'city',
    `(SELECT '"' || other.town || '" is not ' || other.name || ', whose key ' || other.ags || ' it has' ${found})`,
    findings,
  );
}

const KILOWATTS = { min: 0.1, max: 10_000 };

function stationRow(fields: FieldReader): SeedRow {
  const [operator, address, town] = [fields.text('operator'), fields.text('address'), fields.text('city')];
  const postalCode = fields.matching('plz', /^\d{5}$/, 'a postal code of 5 digits');
  const [lat, lon] = [fields.latitude('lat'), fields.longitude('lon')];
  const commissioned = fields.optionalDate('commissioned');
  const points = fields.optionalInteger('points', { min: 1, max: 100 });
  const fastest = fastestPoint(fields);
  return {
    id: idOf([operator, address, lat, lon, commissioned]),
    operator_name: operator,
    address_line: `${address}, ${postalCode} ${town}`,
    lat,
    lon,
    ags: fields.ags('ags'),
    power_kw: fields.number('power_kw', KILOWATTS),
    commissioned_on: commissioned,
    point_count: points,
    plugs: plugsOf(fields),
    fastest_point_kw: fastest,
    town,
  };
}

/** 132 bits of a hash: nobody meets a second station with the same. */
function idOf(key: readonly unknown[]): string {
  return `charging-${createHash('sha256').update(JSON.stringify(key)).digest('base64url').slice(0, 22)}`;
}

const PLUGS: ReadonlyMap<string, PlugType> = new Map([
  ['AC Steckdose Typ 2', 'TYPE_2_SOCKET'],
  ['AC Kupplung Typ 2', 'TYPE_2_CABLE'],
  ['DC Kupplung Combo', 'CCS'],
  ['DC CHAdeMO', 'CHADEMO'],
  ['AC Schuko', 'SCHUKO'],
]);

/** Points have `|` between them, the plugs of a point a comma. */
function plugsOf(fields: FieldReader): readonly PlugType[] {
  const names = (fields.optionalText('plugs') ?? '').split(/[|,]/).map((it) => it.trim());
  const plugs = new Set<PlugType>();
  for (const name of new Set(names)) {
    if (name === '') continue;
    const plug = PLUGS.get(name);
    if (plug === undefined)
      fields.warn('plugs', `${shown(name)} is no plug that is known here: taken for another one`);
    plugs.add(plug ?? 'OTHER');
  }
  return [...plugs].sort();
}

function fastestPoint(fields: FieldReader): number | null {
  const text = fields.optionalText('point_kw');
  if (text === null) return null;
  const powers = text.split('|').map((it) => Number(it.trim().replace(',', '.')));
  if (powers.every((it) => it >= KILOWATTS.min && it <= KILOWATTS.max)) return Math.max(...powers);
  return fields.reject('point_kw', `${shown(text)} is not a list of powers in kilowatts such as 22|22`);
}
