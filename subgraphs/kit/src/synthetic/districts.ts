import { ownMunicipalityLines } from './municipality-table.js';

/** A district (Kreis) or district-free city of the region. */
export interface RegionDistrict {
  /** First five digits of the AGS of its municipalities. */
  readonly key: string;
  readonly name: string;
  readonly areaKm2: number;
  readonly nuts3: string;
  /** Residents on 31 December 2018. */
  readonly population2018: number;
}

/** Attribution that must be shown wherever area and population of the districts are shown. */
export const DISTRICT_ATTRIBUTION =
  'Area and population on 31.12.2018: package landkreise-deutschland 3.0.0, CC BY 4.0, ' +
  'after data of the Statistische Ämter des Bundes und der Länder';

const DISTRICTS: readonly RegionDistrict[] = [
  { key: '05711', name: 'Bielefeld', areaKm2: 258.83, nuts3: 'DEA41', population2018: 333_786 },
  { key: '05754', name: 'Kreis Gütersloh', areaKm2: 969.21, nuts3: 'DEA42', population2018: 364_083 },
  { key: '05758', name: 'Kreis Herford', areaKm2: 450.41, nuts3: 'DEA43', population2018: 250_783 },
  { key: '05762', name: 'Kreis Höxter', areaKm2: 1201.42, nuts3: 'DEA44', population2018: 140_667 },
  { key: '05766', name: 'Kreis Lippe', areaKm2: 1246.22, nuts3: 'DEA45', population2018: 348_391 },
  { key: '05770', name: 'Kreis Minden-Lübbecke', areaKm2: 1152.41, nuts3: 'DEA46', population2018: 310_710 },
  { key: '05774', name: 'Kreis Paderborn', areaKm2: 1246.8, nuts3: 'DEA47', population2018: 306_890 },
];

let cached: readonly RegionDistrict[] | undefined;

/** The districts of the region, by key: of Ostwestfalen-Lippe, unless it has a table of municipalities of its own. */
export function districts(): readonly RegionDistrict[] {
  cached ??= ownDistricts() ?? DISTRICTS;
  return cached;
}

/** What a table of municipalities tells of their districts: keys and people, and nothing else. */
function ownDistricts(): readonly RegionDistrict[] | null {
  const lines = ownMunicipalityLines();
  if (lines === null) return null;
  const people = new Map<string, number>();
  for (const line of lines) {
    const [ags = '', , , , , , estimate = '0'] = line.split('|');
    people.set(ags.slice(0, 5), (people.get(ags.slice(0, 5)) ?? 0) + Number(estimate));
  }
  return [...people].sort().map(([key, population2018]) => ({
    key,
    name: `Kreis ${key}`,
    areaKm2: 0,
    nuts3: '',
    population2018,
  }));
}
