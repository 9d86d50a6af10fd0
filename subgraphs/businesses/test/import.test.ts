import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fixedClock, importInto, seedSubgraph } from '@modellregion/subgraph-kit';
import {
  findingsOf,
  importFiles,
  OPEN_DATA_FOLDER,
  outcomes,
  type Files,
} from '../../../test/support/import-files.js';
import { NOW, startSubgraph, type SubgraphUnderTest } from '../../../test/support/subgraph-under-test.js';
import { businesses } from '../src/index.js';

const CLOCK = fixedClock(NOW);

let subgraph: SubgraphUnderTest;
beforeEach(async () => {
  subgraph = await startSubgraph(businesses, null, CLOCK);
});
afterEach(() => subgraph.stop());

type Row = readonly [code: unknown, level: unknown, title: unknown, parent: unknown];
const GOOD: readonly Row[] = [
  ['10.71', 4, 'Herstellung von Backwaren', '10.7'],
  ['10.7', 3, 'Herstellung von Back- und Teigwaren', '10'],
  ['10', 2, 'Herstellung von Nahrungsmitteln', 'C'],
  ['C', 1, 'Verarbeitendes Gewerbe', null],
];
const file = (rows: readonly Row[]): Files => ({
  'wz.json': JSON.stringify(rows.map(([code, level, title, parent]) => ({ code, level, title, parent }))),
});
const take = (rows: readonly Row[]) => importFiles(businesses, subgraph, file(rows));
const counts = async (rows: readonly Row[]) => outcomes(await take(rows))['wz.json'];

test('parents may stand behind their children; again nothing changes; what is gone is withdrawn, and comes back', async () => {
  expect(await counts(GOOD)).toEqual({ read: 4, inserted: 4 });
  expect(await counts(GOOD)).toEqual({ read: 4, unchanged: 4 });
  expect(await counts(GOOD.slice(1))).toEqual({ read: 3, unchanged: 3, withdrawn: 1 });
  expect(await counts(GOOD)).toEqual({ read: 4, updated: 1, unchanged: 3 });
});

test('what is wrong with a record is told, and the rest goes on', async () => {
  const report = await take([
    ...GOOD,
    ['10.72', 3, 'Falsche Ebene', '10.7'],
    ['10.73', 4, 'Falscher Zweig', '10.8'],
    ['X', 1, 'Kein Abschnitt', null],
    ['10.1.1', 4, 'Kein Code', '10.1'],
    ['', 1, 'Ohne Code', null],
    ['10.74', 4, '', '10.7'],
    ['10.75', 'vier', 'Kein Zahlwort', '10.7'],
    ['10.76', 9, 'Zu tief', '10.7'],
    ['11.01', 4, 'Ohne Stamm', '11.0'],
    ['C', 1, 'Anderes Gewerbe', null],
    ['C', 1, 'Verarbeitendes Gewerbe', null],
  ]);
  expect(report.files.flatMap(findingsOf)).toEqual([
    'record 5, level: 3 is not the level of 10.72, which is 4',
    'record 6, parent: "10.8" is not what 10.73 belongs to, which is 10.7',
    'record 7, code: "X" is no code of WZ 2008',
    'record 8, code: "10.1.1" is no code of WZ 2008',
    'record 9, code: missing',
    'record 10, title: missing',
    'record 11, level: "vier" is not a number',
    'record 12, level: "9" is not between 1 and 5',
    'record 13, parent: "11.0" is neither in the file nor known',
    'record 14, code: the same key as record 4, with other values',
  ]);
  expect(outcomes(report)['wz.json']).toEqual({ read: 15, inserted: 4, merged: 1, rejected: 10 });
});

test('the seed draws only codes that were not imported', async () => {
  await take(GOOD);
  await seedSubgraph(businesses, subgraph.url, 'small', CLOCK);
  const { rows } = await subgraph.client.query(`SELECT title FROM wz_code WHERE code = '10'`);
  expect(rows).toEqual([{ title: 'Herstellung von Nahrungsmitteln' }]);
});

const published = OPEN_DATA_FOLDER === null ? test.skip : test;
published(`the published file of ${OPEN_DATA_FOLDER ?? '../shared/data, which is not there'}`, async () => {
  const run = async () =>
    outcomes(await importInto(businesses, subgraph.url, { from: OPEN_DATA_FOLDER ?? '', clock: CLOCK }));
  expect(await run()).toEqual({ 'wz2008.json': { read: 1_835, inserted: 1_835 } });
  await seedSubgraph(businesses, subgraph.url, 'small', CLOCK);
  expect(await run()).toEqual({ 'wz2008.json': { read: 1_835, unchanged: 1_835 } });
  const { rows } = await subgraph.client.query(
    'SELECT level, count(*)::int AS n FROM wz_code GROUP BY level ORDER BY level',
  );
  expect(rows.map(({ n }: { n: number }) => n)).toEqual([21, 88, 272, 615, 839]);
});
