import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findingsOf, importFiles, outcomes, type Files } from '../../../test/support/import-files.js';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { residents } from '../src/subgraph.js';
import {
  boundaries,
  csvOf,
  DISTRICTS,
  PADERBORN,
  POSTAL_CODES,
  REGION,
  RENT_LEVELS,
  town,
} from './support/open-data.js';
import { CLOCK } from './support/region.js';

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph(residents, null, CLOCK);
  await importFiles(residents, subgraph, REGION);
});
afterAll(() => subgraph.stop());

const take = async (files: Files) => {
  const report = await importFiles(residents, subgraph, files);
  return { counts: outcomes(report), findings: report.files.flatMap(findingsOf) };
};

test('districts: what is wrong is told by line, column and reason; the rest comes in', async () => {
  const [header, ...good] = DISTRICTS;
  const file = [
    header,
    '5711;Kreis;Vier Ziffern;DEA41;258.83;1;1;0;1',
    '09162;Kreisfreie Stadt;München;DE212;310.7;1471508;1;1;4736',
    '05758;Kreis;Herford;NUTS;450.4;250783;1;1;557',
    '05762;Kreis;Höxter;DEA44;groß;140667;1;1;117',
    '05766;Kreis;Lippe;DEA45;1246.2;348391,5;1;1;280',
    '05770;Kreis;;DEA46;-1;310710;1;1;270',
    '05754;Kreis;Gütersloh;DEA42;969.21;364083;181844;182239;376;zu viel',
    '05754;Kreis;"Gütersloh;DEA42;969.21;364083;181844;182239;376',
    '05754;Kreis;Gütersloh',
    ...good,
    '05774;Kreis;Paderborn;DEA47;1;306890;1;1;1',
    '05774;Kreis;Paderborn;DEA47;1246.80;306890;153622;153268;246',
  ];
  expect(await take({ 'districts-2018.csv': csvOf(file) })).toEqual({
    counts: { 'districts-2018.csv': { read: 13, unchanged: 2, merged: 1, rejected: 10 } },
    findings: [
      'line 2, AGS: "5711" is not a district key of 5 digits',
      'line 3, AGS: "09162" is in no administrative region of North Rhine-Westphalia',
      'line 4, NUTS3: "NUTS" is not a NUTS 3 key such as DEA47',
      'line 5, area_km2: "groß" is not a number',
      'line 6, population: "348391.5" is not a whole number',
      'line 7, name: missing',
      'line 7, area_km2: "-1" is not between 0.01 and 100000',
      'line 8: 10 fields where the header names 9',
      'line 9: a quotation mark where none may be, or one that is not closed',
      'line 10: 3 fields where the header names 9',
      'line 10, NUTS3: missing',
      'line 10, area_km2: missing',
      'line 10, population: missing',
      'line 13, AGS: the same key as line 12, with other values',
    ],
  });
});

test('municipalities: a feature that is broken costs no other one; areas are mobility’s to judge', async () => {
  const feature = (properties: object, geometry: unknown = null) => ({
    ...PADERBORN,
    properties: { ...PADERBORN.properties, ...properties },
    geometry,
  });
  const file = boundaries(
    town('05711000', '057110000000', 'Bielefeld', 'Stadt', 'DEA41'),
    feature({ ags: '0577403' }),
    feature({ ags: '05774004', ars: '057740032032' }),
    feature({ ags: '05774004', ars: '05774004' }),
    feature({ ags: '05774004', ars: '057740004004', bez: 'Markt' }),
    feature({ ags: '05774004', ars: '057740004004', nuts: 'DEA4' }),
    feature({ ags: '05774004', ars: '057740004004', name: ['Altenbeken'] }),
    feature({ ags: '05999004', ars: '059990004004' }),
    { type: 'Feature', properties: null, geometry: null },
    'Paderborn',
    PADERBORN,
    feature({ name: 'Paderborn an der Pader' }),
    feature({ ags: '05774016', ars: '057740016016', name: 'Delbrück', nuts: 'DEA46' }, { type: 'Polygon' }),
  );
  expect(await take({ 'towns.geojson': file })).toEqual({
    counts: { 'towns.geojson': { read: 13, updated: 1, unchanged: 2, rejected: 10 } },
    findings: [
      'record 2, properties.ags: "0577403" is not a municipality key of 8 digits',
      'record 2, properties.ars: "057740032032" is the regional key of another municipality',
      'record 3, properties.ars: "057740032032" is the regional key of another municipality',
      'record 4, properties.ars: "05774004" is not a regional key of 12 digits',
      'record 5, properties.bez: "Markt" is no kind of municipality in North Rhine-Westphalia: Stadt or Gemeinde',
      'record 6, properties.nuts: "DEA4" is not a NUTS 3 key such as DEA47',
      'record 7, properties.name: "["Altenbeken"]" is not a text',
      'record 8, properties.ags: the district 05999 is not known here: import the figures of the districts first',
      'record 9, properties.ags: missing',
      'record 9, properties.ars: missing',
      'record 9, properties.name: missing',
      'record 9, properties.bez: missing',
      'record 9, properties.nuts: missing',
      'record 10: not a JSON object',
      'record 12, properties.ags: the same key as record 11, with other values',
    ],
  });
});

test('levels of rents: keys, levels and names that do not fit', async () => {
  const [header, ...good] = RENT_LEVELS;
  const file = [
    header,
    ...good,
    '5711000,Bielefeld,3',
    '05711001,"Bielefeld-Mitte",3',
    '05774016,"Delbrück",8',
    '05774016,"Delbrück",III',
    '05774016,"Delbrück",1.5',
    '05774016,"Delbrück",',
    '05774016,"Delbrück',
    '05774016,Delbrück,1,2',
    ',Ohne Schlüssel,1',
    '05774032,"Paderborn",4',
  ];
  expect(await take({ 'rent-levels.csv': csvOf(file) })).toEqual({
    counts: { 'rent-levels.csv': { read: 13, unchanged: 3, rejected: 10 } },
    findings: [
      'line 5, ags: "5711000" is not a municipality key of 8 digits',
      'line 6, ags: the municipality 05711001 is not known here: import the areas of the municipalities first',
      'line 7, mietniveaustufe: "8" is not between 1 and 7',
      'line 8, mietniveaustufe: "III" is not a number',
      'line 9, mietniveaustufe: "1.5" is not a whole number',
      'line 10, mietniveaustufe: missing',
      'line 11: a quotation mark where none may be, or one that is not closed',
      'line 12: 4 fields where the header names 3',
      'line 13, ags: missing',
      'line 14, ags: the same key as line 4, with other values',
    ],
  });
});

test('postal codes: a town of another name is looked at, an unknown key is not taken over', async () => {
  const [header, ...good] = POSTAL_CODES;
  const file = [
    header,
    ...good,
    '3309,05774032,Paderborn',
    'D-33098,05774032,Paderborn',
    '33102,05774999,Paderborn',
    '33102,5774032,Paderborn',
    '33102,05774032',
    '33102,05774032,',
    '33104,05774032,Delbrück',
    '33106,05774032,Paderborn-Wewer',
    '33106,05774032,Wewer',
    '33129,05774016,Delbrück',
  ];
  // Lines may end as Windows ends them.
  expect(await take({ 'postal-codes.csv': csvOf(file, '\r\n') })).toEqual({
    counts: { 'postal-codes.csv': { read: 14, inserted: 2, unchanged: 4, merged: 1, rejected: 7 } },
    findings: [
      'line 6, plz: "3309" is not a postal code of 5 digits',
      'line 7, plz: "D-33098" is not a postal code of 5 digits',
      'line 8, ags: the municipality 05774999 is not known here: import the areas of the municipalities first',
      'line 9, ags: "5774032" is not a municipality key of 8 digits',
      'line 10: 2 fields where the header names 3',
      'line 10, ort: missing',
      'line 11, ort: missing',
      'line 12, ort: warning: "Delbrück", but 05774032 is Paderborn',
      'line 14, ort: warning: "Wewer", but 05774032 is Paderborn',
      'line 14, plz, ags: the same key as line 13, with other values',
    ],
  });
});

const NOTHING = 'has no record that could be taken over, so nothing was changed.';
const LATIN = Buffer.from(csvOf(DISTRICTS).replace(';246', ';Höxter'), 'latin1');
test.each<[name: string, content: string | Buffer, reason: string, what: string]>([
  [
    'districts-2018.csv',
    LATIN,
    `is not UTF-8: byte 0xF6 at position ${LATIN.indexOf(0xf6)}.`,
    'of another encoding',
  ],
  ['districts.csv', csvOf(DISTRICTS), 'does not say of which year its figures are', 'of what year?'],
  ['towns.geojson', REGION['towns.geojson'].slice(0, -40), 'is not JSON (it ends too early)', 'cut off'],
  ['postal-codes.csv', 'plz,ags,ort\n', NOTHING, 'a header alone'],
  ['rent-levels.csv', 'ags,name,mietniveaustufe\n09162000,München,7\n', NOTHING, 'of no town known here'],
])(
  'a file that cannot be taken over as a whole keeps no other one out: %s',
  async (name, content, reason) => {
    const good = name.startsWith('postal') ? 'rent-levels.csv' : 'postal-codes.csv';
    const { counts } = await take({ [name]: content, [good]: REGION[good] });
    expect(counts).toEqual({
      [name]: expect.stringContaining(`${name} ${reason}`),
      [good]: expect.objectContaining({ unchanged: good.startsWith('postal') ? 4 : 3 }),
    });
  },
);

test('a column that is missing makes a file one that nobody knows', async () => {
  const report = await importFiles(residents, subgraph, {
    'rent-levels.csv': csvOf(RENT_LEVELS).replace('mietniveaustufe', 'stufe'),
  });
  expect([report.files, report.unknown]).toEqual([[], ['rent-levels.csv']]);
});
