import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mobility } from '@modellregion/mobility';
import {
  fixedClock,
  importInto,
  importSummary,
  totalOf,
  type ImportOptions,
  type ImportReport,
} from '@modellregion/subgraph-kit';
import { temporaryFolder } from '../schema/temporary-folder.js';
import { startDatabase, type TestDatabase } from '../support/database.js';
import { tableContents } from '../support/table-contents.js';

const NOW = '2026-11-30T12:00:00+01:00';
const HEADER = 'eva,name,lat,lon,ags,products';
const GOOD = ['801,Hier,51.7,8.7,05774032,bus', '802,Dort,51.8,8.8,05774020,tram|bus'].map(
  (row) => `10${row}`,
);

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await startDatabase(mobility, null);
});
afterAll(() => database.stop());
beforeEach(async () => {
  folder = temporaryFolder('import-');
  await database.client.query('DELETE FROM stop; DELETE FROM data_import; DELETE FROM data_source');
});

const put = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);
const putStops = (...rows: string[]): void => put('stops.csv', [HEADER, ...rows, ''].join('\n'));
const run = (options: Partial<ImportOptions> = {}): Promise<ImportReport> =>
  importInto(mobility, database.url, { from: folder, clock: fixedClock(NOW), ...options });
const counts = async (options?: Partial<ImportOptions>): Promise<Record<string, number>> => {
  const [file] = (await run(options)).files;
  if (file === undefined) throw new Error('no file');
  return Object.fromEntries(Object.entries(totalOf(file)).filter(([, count]) => count > 0));
};
const stops = async (): Promise<unknown> =>
  (
    await database.client.query({
      text: 'SELECT id, name, withdrawn_on::text FROM stop ORDER BY id',
      rowMode: 'array',
    })
  ).rows;

describe('again and again', () => {
  test('a second run changes nothing; a changed record is updated, one that is gone withdrawn, and comes back', async () => {
    putStops(...GOOD);
    expect(await counts()).toEqual({ read: 2, inserted: 2 });
    const before = await tableContents(database);
    expect(await counts()).toEqual({ read: 2, unchanged: 2 });
    expect(await tableContents(database)).toEqual(before);

    putStops('10801,Hier am Markt,51.7,8.7,05774032,bus');
    expect(await counts()).toEqual({ read: 1, updated: 1, withdrawn: 1 });
    expect(await stops()).toEqual([
      ['eva:10801', 'Hier am Markt', null],
      ['eva:10802', 'Dort', '2026-11-30'],
    ]);

    putStops(...GOOD);
    expect(await counts()).toEqual({ read: 2, updated: 2 });
    expect(await stops()).toEqual([
      ['eva:10801', 'Hier', null],
      ['eva:10802', 'Dort', null],
    ]);
  });

  test('only files that have changed, where that is asked for', async () => {
    putStops(...GOOD);
    await run();
    expect((await run({ onlyChanged: true })).files.map(({ status }) => status)).toEqual(['skipped']);
    putStops(...GOOD, '10803,Neu,51.9,8.9,05774032,bus');
    expect(await counts({ onlyChanged: true })).toEqual({ read: 3, inserted: 1, unchanged: 2 });
  });

  test('a dry run tells the same and changes nothing', async () => {
    putStops(...GOOD);
    const before = await tableContents(database);
    expect(await counts({ dryRun: true })).toEqual({ read: 2, inserted: 2 });
    expect(await tableContents(database)).toEqual(before);
  });
});

test('what is wrong with a record is told with line, column and reason, and the rest goes on', async () => {
  putStops(
    ...GOOD,
    '12,Zu kurz,51.7,8.7,05774032,bus',
    '10804,,51.7,8.7,05774032,bus',
    '10805,Nord,91,8.7,05774032,bus',
    '10806,Komma,"51,7",8.7,05774032,bus',
    '10807,Wort,north,8.7,05774032,bus',
    '10808,Fremd,51.7,8.7,5774032,bus',
    '10809,Zu viele,51.7,8.7,05774032,bus,x',
    '10810,Zu wenige,51.7',
    '10811,"Auf,51.7,8.7,05774032,bus',
    '10801,Anders,51.7,8.7,05774032,bus',
    '10802,Dort,51.8,8.8,05774020,tram|bus',
    '10812,Zeppelin,51.7,8.7,05774032,airship|bus',
    '10813,NUL\0,51.7,8.7,05774032,bus',
    ',,,,,',
  );
  const { files } = await run();
  expect(files[0]?.findings.map(({ level, line, column, reason }) => [level, line, column, reason])).toEqual([
    ['rejected', 4, 'eva', '"12" is not an EVA number of 5 to 9 digits'],
    ['rejected', 5, 'name', 'missing'],
    ['rejected', 6, 'lat', '"91" is not between -90 and 90'],
    ['rejected', 8, 'lat', '"north" is not a number'],
    ['rejected', 9, 'ags', '"5774032" is not a municipality key of 8 digits'],
    ['rejected', 10, null, '7 fields where the header names 6'],
    ['rejected', 11, null, '3 fields where the header names 6'],
    ['rejected', 11, 'lon', 'missing'],
    ['rejected', 11, 'ags', 'missing'],
    ['rejected', 12, null, 'a quotation mark where none may be, or one that is not closed'],
    ['rejected', 13, 'eva', 'the same key as line 2, with other values'],
    ['warning', 15, 'products', '"airship" is no means of transport that is known here'],
    ['rejected', 16, 'name', 'holds a NUL character'],
    ['rejected', 17, 'eva', 'missing'],
    ['rejected', 17, 'name', 'missing'],
    ['rejected', 17, 'lat', 'missing'],
    ['rejected', 17, 'lon', 'missing'],
    ['rejected', 17, 'ags', 'missing'],
  ]);
  expect(await counts()).toEqual({ read: 16, unchanged: 4, merged: 1, rejected: 11 });
});

test('a record that is broken now is not taken for withdrawn', async () => {
  putStops(...GOOD);
  await run();
  putStops(GOOD[0] ?? '', '10802,Dort,north,8.8,05774020,bus');
  expect(await counts()).toEqual({ read: 2, unchanged: 1, rejected: 1 });
  expect(await stops()).toEqual([
    ['eva:10801', 'Hier', null],
    ['eva:10802', 'Dort', null],
  ]);
});

describe('a file that cannot come in leaves everything as it was', () => {
  test.each([
    [
      'not UTF-8',
      Buffer.from(`${HEADER}\n10801,Dürkopp,51.7,8.7,05774032,bus\n`, 'latin1'),
      /stops\.csv is not UTF-8/,
    ],
    [
      'no record that is right',
      `${HEADER}\n1,,,,,\n`,
      /stops\.csv has no record that could be taken over, so nothing was changed\./,
    ],
    ['a header alone', `${HEADER}\n`, /stops\.csv has no record that could be taken over/],
  ])('%s', async (_, content, reason) => {
    putStops(...GOOD);
    await run();
    const before = await tableContents(database);
    put('stops.csv', content);
    const { files } = await run();
    expect(files.map(({ status }) => status)).toEqual(['failed']);
    expect(files[0]?.reason).toMatch(reason);
    expect(await tableContents(database)).toEqual(before);
  });

  test('a second file of the same record set', async () => {
    putStops(...GOOD);
    put('stops-2.csv', `${HEADER}\n10899,Anders,51.7,8.7,05774032,bus\n`);
    const { files } = await run();
    expect(files.map(({ file, status }) => [file, status])).toEqual([
      ['stops-2.csv', 'imported'],
      ['stops.csv', 'failed'],
    ]);
    expect(files[1]?.reason).toBe(
      'stops-2.csv holds the record set "stops-eva" already, and was imported. Leave one of the two in the folder, or ' +
        'give this one an "id" of its own in sources.yaml.',
    );
  });
});

test('into a table that is known to be empty, a file is compared with it once, not once for each record', async () => {
  await database.client.query('VACUUM ANALYZE stop');
  const pagesRead = async (): Promise<number> => {
    const { rows } = await database.client.query<{ n: string }>(
      `SELECT heap_blks_hit + heap_blks_read AS n FROM pg_statio_user_tables WHERE relname = 'stop'`,
    );
    return Number(rows[0]?.n);
  };
  const before = await pagesRead();
  putStops(...Array.from({ length: 5_000 }, (_, n) => `${10_000 + n},Halt ${n},51.7,8.7,05774032,bus`));
  expect(await counts()).toEqual({ read: 5_000, inserted: 5_000 });
  expect((await pagesRead()) - before).toBeLessThan(50_000);
});

test('files of no known format are named, with what is not UTF-8, and left alone; what describes the data is no data', async () => {
  putStops(...GOOD);
  put('notes.txt', 'hello');
  put('households.csv', Buffer.from('name\nDürkopp\n', 'latin1'));
  put('SOURCES.md', '# Read on 2026-11-22');
  put('.hidden', '');
  mkdirSync(join(folder, 'pictures'));
  // UTF-8 all the same, although the look at its beginning ends inside a character.
  put('long.txt', `a${'ü'.repeat(40_000)}`);
  const report = await run();
  expect(report.unknown).toEqual(['households.csv', 'long.txt', 'notes.txt', 'pictures']);
  expect(importSummary([report], report.unknown)).toContain(
    '\nLeft alone, of no format that is known here: households.csv (not UTF-8), long.txt, notes.txt, pictures\n',
  );
});

describe('where records come from', () => {
  const source = async (): Promise<unknown> =>
    (
      await database.client.query(
        `SELECT id, title, licence, notice IS NOT NULL AS share_alike, retrieved_on::text, record_count, provenance FROM data_source`,
      )
    ).rows;

  test('as the format knows it, fetched on the day SOURCES.md names', async () => {
    putStops(...GOOD);
    put('SOURCES.md', 'Read on 2026-11-22 from public snapshots.');
    await run();
    expect(await source()).toEqual([
      {
        id: 'stops-eva',
        title: 'Stops and stations of Ostwestfalen-Lippe (db-hafas-stations 2.0.0)',
        licence: 'ODbL 1.0',
        share_alike: true,
        retrieved_on: '2026-11-22',
        record_count: 2,
        provenance: 'OPEN_DATA',
      },
    ]);
  });

  test('as sources.yaml beside the files says', async () => {
    putStops(...GOOD);
    put(
      'sources.yaml',
      'stops.csv: { id: our-stops, title: Our stops, licence: CC0 1.0, notice: null, retrievedOn: 2026-10-01 }',
    );
    await run();
    expect(await source()).toMatchObject([
      {
        id: 'our-stops',
        title: 'Our stops',
        licence: 'CC0 1.0',
        share_alike: false,
        retrieved_on: '2026-10-01',
      },
    ]);
  });

  test('a description that cannot be read stops the import before it begins', async () => {
    putStops(...GOOD);
    put('sources.yaml', 'stops.csv: { licens: CC0 }');
    await expect(run()).rejects.toThrow(/sources\.yaml cannot be used, and nothing was imported:.*licens/s);
    expect(await stops()).toEqual([]);
  });
});

test('a folder that is not there is told so', async () => {
  await expect(run({ from: join(folder, 'none') })).rejects.toThrow(
    /none cannot be read \(ENOENT\): name a folder with data files, or one file\.$/,
  );
});
