import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { importInto, seedSubgraph } from '@modellregion/subgraph-kit';
import {
  findingsOf,
  importFiles,
  OPEN_DATA_FOLDER,
  outcomes,
  type Files,
} from '../../../test/support/import-files.js';
import { startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { tableContents } from '../../../test/support/table-contents.js';
import { residents } from '../src/subgraph.js';
import {
  BIELEFELD,
  boundaries,
  csvOf,
  DELBRUECK,
  DISTRICTS,
  PADERBORN,
  POSTAL_CODES,
  REGION,
  RENT_LEVELS,
} from './support/open-data.js';
import { CLOCK } from './support/region.js';

const DISTRICT_TITLE = 'Area and population of the districts on 31.12.2018';

let subgraph: SubgraphUnderTest;
beforeEach(async () => {
  subgraph = await startSubgraph(residents, null, CLOCK);
});
afterEach(() => subgraph.stop());

const take = async (files: Files, now?: string) =>
  outcomes(await importFiles(residents, subgraph, files, now));
const ask = async (fields: string) => (await subgraph.data(`{ ${fields} }`))['it'];

test('what four files say of a town, and where each part of it comes from', async () => {
  expect(await take(REGION)).toEqual({
    'districts-2018.csv': { read: 2, inserted: 2 },
    'towns.geojson': { read: 3, inserted: 3 },
    'rent-levels.csv': { read: 3, inserted: 3 },
    'postal-codes.csv': { read: 4, inserted: 4 },
  });
  const towns = `name kind ars areaKm2 postalCodes rentLevel withdrawnOn source { title }
    population { year total basis source { title } } district { name governmentDistrict areaKm2 population { total } }`;
  expect(await ask(`it: municipalities { ${towns} }`)).toEqual([
    {
      name: 'Bielefeld',
      kind: 'DISTRICT_FREE_CITY',
      ars: '057110000000',
      areaKm2: 258.83,
      postalCodes: ['33602'],
      rentLevel: 3,
      withdrawnOn: null,
      source: { title: expect.stringContaining('VG5000') },
      population: { year: 2018, total: 333_786, basis: 'OFFICIAL', source: { title: DISTRICT_TITLE } },
      district: {
        name: 'Bielefeld',
        governmentDistrict: 'Detmold',
        areaKm2: 258.83,
        population: { total: 333_786 },
      },
    },
    expect.objectContaining({ name: 'Delbrück', kind: 'DISTRICT_TOWN', areaKm2: null, population: null }),
    expect.objectContaining({
      name: 'Paderborn',
      postalCodes: ['33098', '33100'],
      district: expect.objectContaining({ name: 'Kreis Paderborn', population: { total: 306_890 } }),
    }),
  ]);
  const source = 'title licence attribution notice recordCount provenance';
  expect(await ask(`it: residentsDataSources { ${source} }`)).toEqual([
    expect.objectContaining({ title: DISTRICT_TITLE, licence: 'CC BY 4.0', recordCount: 2 }),
    expect.objectContaining({
      licence: 'dl-de/by-2-0',
      attribution: '© GeoBasis-DE / BKG 2021 (Daten verändert)',
    }),
    expect.objectContaining({ licence: 'Amtliches Werk (§ 5 UrhG)' }),
    expect.objectContaining({
      licence: 'ODbL 1.0',
      notice: expect.stringContaining('share-alike'),
      recordCount: 4,
    }),
  ]);
});

test('the same files again change nothing', async () => {
  await take(REGION);
  const before = await tableContents(subgraph);
  expect(await take(REGION)).toEqual({
    'districts-2018.csv': { read: 2, unchanged: 2 },
    'towns.geojson': { read: 3, unchanged: 3 },
    'rent-levels.csv': { read: 3, unchanged: 3 },
    'postal-codes.csv': { read: 4, unchanged: 4 },
  });
  const { data_import: _, ...after } = await tableContents(subgraph);
  expect(before).toEqual(expect.objectContaining(after));
});

describe('a record that is gone', () => {
  beforeEach(async () => {
    await take(REGION);
  });

  test('a town: found by its key with the day, and in no list', async () => {
    const day = '2027-01-01T08:00:00+01:00';
    expect(await take({ 'towns.geojson': boundaries(BIELEFELD, PADERBORN) }, day)).toEqual({
      'towns.geojson': { read: 2, unchanged: 2, withdrawn: 1 },
    });
    expect(await ask('it: municipality(ags: "05774016") { name withdrawnOn }')).toEqual({
      name: 'Delbrück',
      withdrawnOn: '2027-01-01',
    });
    const others = [{ name: 'Bielefeld' }, { name: 'Paderborn' }];
    expect(await ask('it: municipalities { name }')).toEqual(others);
    expect(await ask('it: municipality(ags: "05774032") { district { municipalities { name } } }')).toEqual({
      district: { municipalities: others.slice(1) },
    });
    expect(await ask('it: municipalities(ids: ["05774016"]) { name }')).toEqual([{ name: 'Delbrück' }]);
    expect(await ask('it: municipalities(postalCode: "33129") { name }')).toEqual([]);
    expect(await take({ 'towns.geojson': REGION['towns.geojson'] })).toEqual({
      'towns.geojson': { read: 3, updated: 1, unchanged: 2 },
    });
    expect(await ask('it: municipality(ags: "05774016") { withdrawnOn }')).toEqual({ withdrawnOn: null });
  });

  test('a district takes its figures with it, a code and a level are not told any more', async () => {
    const files = {
      'districts-2018.csv': csvOf(DISTRICTS.filter((line) => !line.startsWith('05711'))),
      'rent-levels.csv': csvOf(RENT_LEVELS.filter((line) => !line.startsWith('05711'))),
      'postal-codes.csv': csvOf(POSTAL_CODES.filter((line) => !line.startsWith('33602'))),
    };
    expect(await take(files)).toEqual({
      'districts-2018.csv': { read: 1, unchanged: 1, withdrawn: 1 },
      'rent-levels.csv': { read: 2, unchanged: 2, withdrawn: 1 },
      'postal-codes.csv': { read: 3, unchanged: 3, withdrawn: 1 },
    });
    const city = `it: municipality(ags: "05711000") {
      postalCodes rentLevel population { total } district { withdrawnOn population { total } } }`;
    expect(await ask(city)).toEqual({
      postalCodes: [],
      rentLevel: null,
      population: null,
      district: { withdrawnOn: '2026-11-30', population: null },
    });
    await take(REGION);
    expect(await ask(city)).toEqual({
      postalCodes: ['33602'],
      rentLevel: 3,
      population: { total: 333_786 },
      district: { withdrawnOn: null, population: { total: 333_786 } },
    });
  });

  test('a broken record is no sign that it is gone: its figures stay, too', async () => {
    const broken = csvOf(DISTRICTS).replace('258.83', 'large').replace('306890', '306891');
    expect(await take({ 'districts-2018.csv': broken })).toEqual({
      'districts-2018.csv': { read: 2, updated: 1, rejected: 1 },
    });
    expect(await ask('it: municipality(ags: "05711000") { population { total } }')).toEqual({
      population: { total: 333_786 },
    });
  });
});

describe('figures that follow from a district', () => {
  const figures = async () =>
    (
      await subgraph.client.query<{ area_key: string; total: number }>(
        'SELECT area_key, total FROM population_figure ORDER BY area_key',
      )
    ).rows.map((row) => [row.area_key, row.total]);

  test('a district counts as updated when only its population is another one', async () => {
    await take(REGION);
    const changed = { 'districts-2018.csv': csvOf(DISTRICTS).replace('333786', '333787') };
    expect(await take(changed)).toEqual({ 'districts-2018.csv': { read: 2, updated: 1, unchanged: 1 } });
    expect(await figures()).toEqual([
      ['05711', 333_787],
      ['05711000', 333_787],
      ['05774', 306_890],
    ]);
    expect(await take(changed)).toEqual({ 'districts-2018.csv': { read: 2, unchanged: 2 } });
  });

  test('two records of one district that differ in the population alone are no equal ones', async () => {
    const second = DISTRICTS[2].replace('306890', '1');
    const report = await importFiles(residents, subgraph, {
      'districts-2018.csv': csvOf([...DISTRICTS, second, DISTRICTS[2]]),
    });
    expect(outcomes(report)).toEqual({
      'districts-2018.csv': { read: 4, inserted: 2, merged: 1, rejected: 1 },
    });
    expect(report.files.flatMap(findingsOf)).toEqual([
      'line 4, AGS: the same key as line 3, with other values',
    ]);
    expect(await figures()).toContainEqual(['05774', 306_890]);
  });

  test('a figure that another published set holds is left to it, and does not make its district an updated one', async () => {
    await subgraph.client.query(
      `INSERT INTO data_source VALUES ('register', 'Register', 'Town', 'own', 'Town', NULL, '2026-01-01', 'OPERATIONAL');
       INSERT INTO population_figure VALUES ('05711000', 2018, 5, 'OFFICIAL', 'Counted by the town.', 'register')`,
    );
    await take(REGION);
    expect(await take(REGION)).toEqual(
      expect.objectContaining({ 'districts-2018.csv': { read: 2, unchanged: 2 } }),
    );
    expect(await figures()).toContainEqual(['05711000', 5]);
  });
});

describe('with synthetic data', () => {
  test('seeded after an import: what was imported stays as it is, and what is missing is drawn', async () => {
    await take(REGION);
    const imported = 'SELECT m::text AS row FROM municipality AS m WHERE source_id = $1 ORDER BY ags';
    const towns = await subgraph.client.query(imported, ['municipality-areas']);
    await seedSubgraph(residents, subgraph.url, 'small', CLOCK);
    expect((await subgraph.client.query(imported, ['municipality-areas'])).rows).toEqual(towns.rows);
    const { rows } = await subgraph.client.query(
      'SELECT source_id, count(*)::int AS n FROM municipality GROUP BY source_id ORDER BY source_id',
    );
    expect(rows).toEqual([
      { source_id: 'municipality-areas', n: 3 },
      { source_id: 'municipality-keys', n: 67 },
    ]);
    expect(await ask('it: municipality(ags: "05774016") { population { basis } offices { kind } }')).toEqual({
      population: { basis: 'SYNTHETIC_SHARE' },
      offices: expect.arrayContaining([{ kind: 'CITIZENS_OFFICE' }]),
    });
    expect(await take(REGION)).toEqual({
      // The seed has drawn all seven, as the same record set; this file knows two.
      'districts-2018.csv': { read: 2, unchanged: 2, withdrawn: 5 },
      'towns.geojson': { read: 3, unchanged: 3 },
      'rent-levels.csv': { read: 3, unchanged: 3 },
      'postal-codes.csv': { read: 4, unchanged: 4 },
    });
  });

  test('imported after the seed: the areas take the list of names over, and nothing else of it', async () => {
    await seedSubgraph(residents, subgraph.url, 'small', CLOCK);
    expect(await take({ 'towns.geojson': boundaries(BIELEFELD, DELBRUECK) })).toEqual({
      'towns.geojson': { read: 2, updated: 2 },
    });
    expect(
      await ask('it: municipalities(ids: ["05711000", "05774032"]) { name source { title } withdrawnOn }'),
    ).toEqual([
      { name: 'Bielefeld', source: { title: expect.stringContaining('VG5000') }, withdrawnOn: null },
      {
        name: 'Paderborn',
        source: { title: expect.stringContaining('Names and keys (AGS)') },
        withdrawnOn: null,
      },
    ]);
  });

  test('a municipality of any other set is left to it', async () => {
    await take(REGION);
    await subgraph.client.query(
      `INSERT INTO data_source VALUES ('register', 'Register', 'Town', 'own', 'Town', NULL, '2026-01-01', 'OPERATIONAL');
       UPDATE municipality SET source_id = 'register', name = 'Delbrück an der Ems' WHERE ags = '05774016'`,
    );
    expect(await take({ 'towns.geojson': REGION['towns.geojson'] })).toEqual({
      'towns.geojson': { read: 3, unchanged: 2, merged: 1 },
    });
    expect(await ask('it: municipality(ags: "05774016") { name }')).toEqual({ name: 'Delbrück an der Ems' });
  });
});

const published = OPEN_DATA_FOLDER === null ? test.skip : test;
published(`the published files of ${OPEN_DATA_FOLDER ?? '../shared/data, which is not there'}`, async () => {
  const run = () => importInto(residents, subgraph.url, { from: OPEN_DATA_FOLDER ?? '', clock: CLOCK });
  const first = await run();
  expect(outcomes(first)).toEqual({
    'owl-districts-2018.csv': { read: 7, inserted: 7 },
    'owl-municipalities-vg5000.geojson': { read: 70, inserted: 70 },
    'owl-municipalities-ags.csv': { read: 70, inserted: 70 },
    'owl-plz.csv': { read: 103, inserted: 103 },
  });
  expect(first.files.flatMap(findingsOf)).toEqual([
    'line 11, name: warning: "Holte-Stukenbrock", but 05754036 is Schloß Holte-Stukenbrock',
  ]);
  expect(first.unknown).toContain('bielefeld-households-2009-2020.csv');
  await seedSubgraph(residents, subgraph.url, 'small', CLOCK);
  expect(outcomes(await run())).toEqual({
    'owl-districts-2018.csv': { read: 7, unchanged: 7 },
    'owl-municipalities-vg5000.geojson': { read: 70, unchanged: 70 },
    'owl-municipalities-ags.csv': { read: 70, unchanged: 70 },
    'owl-plz.csv': { read: 103, unchanged: 103 },
  });
  const { rows } = await subgraph.client.query(
    `SELECT count(DISTINCT code)::int AS codes, (SELECT count(*)::int FROM municipality) AS towns FROM postal_code`,
  );
  expect(rows).toEqual([{ codes: 101, towns: 70 }]);
});
