import type { Client } from 'pg';
import { wktToGeoJSON } from 'betterknown';
import {
  csv,
  hasColumns,
  instantOf,
  isLocalDate,
  LICENCES,
  recordFormat,
  shown,
  type FieldReader,
  type SeedRow,
  type StagedTable,
  type ImportJob,
} from '@modellregion/subgraph-kit';
import type { ParkingKind } from '../generated/graphql.js';
import type { Point } from '../repositories/records.js';
import { placeByPoint } from './place-by-point.js';

/** The publisher's own municipality. */
const BIELEFELD = '05711000';

/**
 * Car parks of Bielefeld: CSV with `;`, `WKT, gid, typ, bez, zufahrt, kapazitaet, …` of the city's guidance system.
 *
 * Natural key: `gid`, from which the id `parking-bielefeld-<gid>` comes.
 *
 * `bez` is a name ("Parkhaus Am Zwinger") or only the kind ("Parkplatz"); then the way in (`zufahrt`) tells one from
 * another. The file says nothing about the municipality; the point does, by the areas that were imported. J and N where
 * a number may stand (`behinderte`) say that there are some, not how many.
 */
export const parking = recordFormat({
  name: 'parking-csv',
  title: 'Car parks of Bielefeld (CSV, WKT)',
  recognises: (file) => hasColumns(file, ';', ['WKT', 'gid', 'typ', 'bez', 'kapazitaet']),
  source: () => ({
    id: 'parking-bielefeld',
    title: 'Parkplätze und Parkhäuser in Bielefeld',
    publisher: 'Stadt Bielefeld',
    licence: 'CC BY 4.0',
    attribution: 'Stadt Bielefeld (CC BY 4.0)',
    licenceUrl: LICENCES['CC BY 4.0'],
    notice: null,
    url: 'https://open-data.bielefeld.de',
  }),
  records: csv({ delimiter: ';' }),
  target: {
    table: 'parking_facility',
    key: ['id'],
    keyInFile: 'gid',
    values: [
      'name',
      'kind',
      'lat',
      'lon',
      'ags',
      'capacity',
      'free',
      'observed_at',
      'max_height_m',
      'disabled_spaces',
      'has_charging',
    ],
  },
  row: parkingRow,
  settle: placeAll,
});

async function placeAll(client: Client, staged: StagedTable, { findings }: ImportJob): Promise<number> {
  await placeByPoint(client, staged, 'WKT');
  const town = `(SELECT name FROM municipality_area AS area WHERE area.ags = ${staged.name}.ags)`;
  await staged.warn(
    `ags <> '${BIELEFELD}'`,
    'WKT',
    `'lies in ' || ${town} || ' (' || ags || ') by the areas that are known here'`,
    findings,
  );
  return 0;
}

function parkingRow(fields: FieldReader): SeedRow {
  const gid = fields.matching('gid', /^[\w.-]{1,64}$/, 'a number such as 620-1');
  const capacity = fields.optionalInteger('kapazitaet', { min: 0, max: 100_000 });
  const { lat, lon } = place(fields);
  return {
    id: `parking-bielefeld-${gid}`,
    name: nameOf(fields),
    kind: kindOf(fields),
    lat,
    lon,
    ags: null,
    capacity,
    ...counted(fields, capacity),
    max_height_m: maxHeight(fields),
    disabled_spaces: disabledSpaces(fields),
    has_charging: yesOrNo(fields, 'e_ladesaeule'),
  };
}

function place(fields: FieldReader): Point {
  const nowhere = { lat: 0, lon: 0 };
  const text = fields.text('WKT');
  if (text === '') return nowhere;
  const geometry = geometryOf(text);
  const [lon, lat] = geometry?.type === 'Point' ? geometry.coordinates : [];
  if (lon === undefined || lat === undefined || Math.abs(lon) > 180 || Math.abs(lat) > 90) {
    fields.reject('WKT', `${shown(text)} is not a point in degrees such as POINT (8.53 52.02)`);
    return nowhere;
  }
  return { lat, lon };
}

function geometryOf(text: string): ReturnType<typeof wktToGeoJSON> | null {
  try {
    return wktToGeoJSON(text);
  } catch {
    return null;
  }
}

/** Names that only say what it is, and are many car parks' one. */
const ONLY_KIND = /^(Parkplatz|Parkhaus( \d+)?|Parkdeck|Parkpalette|Parkgarage|Tiefgarage|Rastplatz)$/;

function nameOf(fields: FieldReader): string {
  // Misspelt once in the source.
  const name = fields.text('bez').replace(/^Partplatz\b/, 'Parkplatz');
  const way = fields.optionalText('zufahrt');
  return way !== null && ONLY_KIND.test(name) ? `${name} ${way}` : name;
}

/** Codes of the guidance system; the Z stands for those in the centre. */
const KINDS: ReadonlyMap<string, ParkingKind> = new Map([
  ['P', 'SURFACE_LOT'],
  ['PZ', 'SURFACE_LOT'],
  ['H', 'MULTI_STOREY'],
  ['HZ', 'MULTI_STOREY'],
  ['T', 'UNDERGROUND'],
  ['TZ', 'UNDERGROUND'],
]);

/** Where the name says how it is built, it does so more exactly than the code. */
const KINDS_BY_NAME: readonly (readonly [RegExp, ParkingKind])[] = [
  [/^(P\s*\+\s*R|Park\s*(and|&)\s*Ride)\b/i, 'PARK_AND_RIDE'],
  [/^Tiefgarage\b/, 'UNDERGROUND'],
  [/^(Parkhaus|Parkdeck|Parkpalette)\b/, 'MULTI_STOREY'],
];

function kindOf(fields: FieldReader): ParkingKind {
  const code = fields.text('typ');
  const kind = KINDS.get(code);
  if (kind === undefined && code !== '')
    fields.reject('typ', `${shown(code)} is none of ${[...KINDS.keys()].join(', ')}`);
  const name = fields.optionalText('bez') ?? '';
  return KINDS_BY_NAME.find(([form]) => form.test(name))?.[1] ?? kind ?? 'SURFACE_LOT';
}

/** `einfahrtshoehe` is metres; `hoehe` the same with its unit, and 0,00 m under the open sky. */
function maxHeight(fields: FieldReader): number | null {
  const height = fields.optionalNumber('einfahrtshoehe', { min: 0, max: 20 });
  if (height !== null) return height === 0 ? null : height;
  const text = fields.optionalText('hoehe');
  if (text === null) return null;
  const metres = /^(\d{1,2})[.,](\d{1,2}) ?m$/.exec(text);
  if (metres === null) return fields.reject('hoehe', `${shown(text)} is not a height such as 2,10 m`);
  const value = Number(`${metres[1] ?? ''}.${metres[2] ?? ''}`);
  return value === 0 ? null : value;
}

function disabledSpaces(fields: FieldReader): number | null {
  const text = fields.optionalText('behinderte');
  return text === 'J' || text === 'N' ? null : fields.optionalInteger('behinderte', { min: 0, max: 10_000 });
}

function yesOrNo(fields: FieldReader, column: string): boolean | null {
  const text = fields.optionalText(column);
  if (text === null || text === 'J') return text === null ? null : true;
  if (text === 'N') return false;
  fields.reject(column, `${shown(text)} is neither J nor N`);
  return null;
}

/** The counters of the guidance system: both of number and time, or neither. */
function counted(fields: FieldReader, capacity: number | null): SeedRow {
  const none = { free: null, observed_at: null };
  const free = fields.optionalInteger('b_pls_rest', { min: 0, max: 100_000 });
  const time = fields.optionalText('b_pls_zeit');
  if (free === null || time === null) return none;
  const observed_at = instantOfCounter(time);
  if (observed_at === null) {
    fields.reject('b_pls_zeit', `${shown(time)} is not a time such as 2026-02-06-08.35.00.000000`);
    return none;
  }
  if (capacity !== null && free > capacity) {
    fields.warn('b_pls_rest', `${free} free of ${capacity}: the count is left out`);
    return none;
  }
  return { free, observed_at };
}

/** The clock of Bielefeld in the form of a DB2 timestamp; seconds are of no use here. */
function instantOfCounter(text: string): Date | null {
  const [, day = '', hour = '', minute = ''] =
    /^(\d{4}-\d{2}-\d{2})-([01]\d|2[0-3])\.([0-5]\d)\.[0-5]\d(?:\.\d+)?$/.exec(text) ?? [];
  return isLocalDate(day) ? instantOf(day, Number(hour) * 60 + Number(minute)) : null;
}
