import { districts } from './districts.js';
import { municipalityLines } from './municipality-table.js';
import { shareOut } from './share-out.js';

/** Legal kind of a municipality in North Rhine-Westphalia. */
export type RegionMunicipalityKind = 'DISTRICT_FREE_CITY' | 'DISTRICT_TOWN' | 'DISTRICT_MUNICIPALITY';

/** A municipality of the region. */
export interface RegionMunicipality {
  /** Amtlicher Gemeindeschlüssel, 8 digits. */
  readonly ags: string;
  /** Amtlicher Regionalschlüssel, 12 digits. */
  readonly ars: string;
  readonly name: string;
  readonly kind: RegionMunicipalityKind;
  /** First five digits of the AGS. */
  readonly districtKey: string;
  /** Approximate town centre, WGS84 degrees, rounded to 0.01°. */
  readonly lat: number;
  readonly lon: number;
  /** Share of the district's published figure of 31.12.2018 by a round estimate; no official number. */
  readonly estimatedPopulation: number;
  /** One main postal code; larger towns have several. */
  readonly postalCode: string;
}

let cached: readonly RegionMunicipality[] | undefined;

/** The 70 municipalities of Ostwestfalen-Lippe, by AGS. */
export function municipalities(): readonly RegionMunicipality[] {
  cached ??= readTable();
  return cached;
}

function readTable(): readonly RegionMunicipality[] {
  const rows = municipalityLines().map(readRow);
  return districts().flatMap((district) => {
    const members = rows.filter((row) => row.districtKey === district.key);
    const shares = shareOut(
      district.population2018,
      members.map((row) => row.estimatedPopulation),
    );
    return members.map((row, i) => ({ ...row, estimatedPopulation: shares[i] ?? 0 }));
  });
}

function readRow(line: string): RegionMunicipality {
  const [ags = '', name = '', kind = '', postalCode = '', lat = '', lon = '', estimate = ''] =
    line.split('|');
  const free = ags.endsWith('000');
  return {
    ags,
    ars: regionalKey(ags),
    name,
    kind: free ? 'DISTRICT_FREE_CITY' : kind === 'T' ? 'DISTRICT_TOWN' : 'DISTRICT_MUNICIPALITY',
    districtKey: ags.slice(0, 5),
    lat: Number(lat),
    lon: Number(lon),
    estimatedPopulation: Number(estimate),
    postalCode,
  };
}

/**
 * North Rhine-Westphalia has no municipal associations, so the four digits of the association repeat the
 * municipality ('0' + GGG), and are 0000 for a district-free city (BKG VG5000).
 */
function regionalKey(ags: string): string {
  const municipality = ags.slice(5);
  return municipality === '000'
    ? `${ags.slice(0, 5)}0000000`
    : `${ags.slice(0, 5)}0${municipality}${municipality}`;
}
