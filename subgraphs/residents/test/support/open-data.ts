// Files of each format that residents imports, in miniature: a district-free city, and a district with two towns.

export const DISTRICTS = [
  'AGS;type;name;NUTS3;area_km2;population;population_male;population_female;population_per_km2',
  '05711;Kreisfreie Stadt;Bielefeld, Stadt;DEA41;258.83;333786;161078;172708;1290',
  '05774;Kreis;Paderborn;DEA47;1246.80;306890;153622;153268;246',
] as const;

export const RENT_LEVELS = [
  'ags,name,mietniveaustufe',
  '05711000,"Bielefeld",3',
  '05774016,"Delbrück",1',
  '05774032,"Paderborn",3',
] as const;

export const POSTAL_CODES = [
  'plz,ags,ort',
  '33602,05711000,Bielefeld',
  '33098,05774032,Paderborn',
  '33100,05774032,Paderborn',
  '33129,05774016,Delbrück',
] as const;

export const BIELEFELD = town('05711000', '057110000000', 'Bielefeld', 'Stadt', 'DEA41');
export const DELBRUECK = town('05774016', '057740016016', 'Delbrück', 'Stadt', 'DEA47');
export const PADERBORN = town('05774032', '057740032032', 'Paderborn', 'Stadt', 'DEA47');

/** A feature of the file of boundaries. */
export function town(ags: string, ars: string, name: string, bez: string, nuts: string) {
  const corners = [
    [8.5, 52],
    [8.6, 52],
    [8.6, 52.1],
    [8.5, 52],
  ];
  return {
    type: 'Feature',
    properties: { ags, ars, name, bez, nuts },
    geometry: { type: 'Polygon', coordinates: [corners] },
  };
}

/** The file of boundaries. */
export function boundaries(...features: readonly unknown[]): string {
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** A CSV of these lines. */
export function csvOf(lines: readonly string[], end = '\n'): string {
  return lines.map((line) => `${line}${end}`).join('');
}

/** One file of each format. */
export const REGION = {
  'districts-2018.csv': csvOf(DISTRICTS),
  'towns.geojson': boundaries(BIELEFELD, DELBRUECK, PADERBORN),
  'rent-levels.csv': csvOf(RENT_LEVELS),
  'postal-codes.csv': csvOf(POSTAL_CODES),
} as const;
