import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { emptyTimetable, importFeeds, newFolder, SMALL } from './gtfs-support.js';
import { startMobility, type TestMobility } from './support.js';
import { zipOf, type Member } from './zip.js';

let mobility: TestMobility;
let folder: string;

beforeAll(async () => {
  mobility = await startMobility(null);
});
afterAll(() => mobility.stop());
beforeEach(async () => {
  folder = newFolder();
  await emptyTimetable(mobility);
});

const FILES: readonly Member[] = Object.entries(SMALL).map(([name, lines]) => ({
  name,
  content: lines.join('\r\n'),
}));
const without = (name: string): readonly Member[] => FILES.filter((file) => file.name !== name);
const GB = 1024 ** 3;

/** What the import of an archive says. */
async function outcome(members: readonly Member[], cut = 0): Promise<string> {
  const zip = zipOf(members);
  writeFileSync(join(folder, 'feed.zip'), zip.subarray(0, zip.length - cut));
  const [report] = await importFeeds(mobility, folder);
  return report?.reason ?? report?.status ?? 'not recognised';
}

test('an archive comes in, with a byte order mark, CRLF and files of no interest', async () => {
  const marked = FILES.map((file) => ({ ...file, content: `\uFEFF${file.content}` }));
  expect(await outcome([...marked, { name: 'notes/README', content: 'x' }])).toBe('imported');
});

test.each<[string, readonly Member[], string]>([
  [
    'a path out of the folder',
    [...FILES, { name: '../../evil.txt', content: 'x' }],
    'feed.zip cannot be read as a zip archive: invalid relative path: ../../evil.txt.',
  ],
  [
    'an absolute path',
    [...FILES, { name: '/etc/evil.txt', content: 'x' }],
    'feed.zip cannot be read as a zip archive: absolute path: /etc/evil.txt.',
  ],
  [
    'far too many files',
    [...Array.from({ length: 100 }, (_, i) => ({ name: `${String(i)}.txt`, content: '' })), ...FILES],
    'feed.zip holds more than 100 files: it is no timetable.',
  ],
  [
    'more than a disk should hold',
    [...FILES, ...[1, 2, 3].map((n) => ({ name: `${String(n)}.txt`, content: 'x', saidSize: 3 * GB }))],
    'feed.zip would unpack to more than 8 GB.',
  ],
  [
    'two files of one name',
    [...FILES, ...FILES],
    'feed.zip holds two files of one name: it is not clear which one counts.',
  ],
  [
    'a file that is longer than the directory says',
    [...without('stops.txt'), { name: 'stops.txt', content: 'stop_id,stop_name', saidSize: 3 }],
    'feed.zip/stops.txt cannot be taken out of the archive: too many bytes in the stream. expected 3. got at least 17.',
  ],
  [
    'everything in a folder',
    FILES.map((file) => ({ ...file, name: `feed/${file.name}` })),
    'feed.zip has no stops.txt at its top level, where GTFS has it.',
  ],
  [
    'no calendar',
    without('calendar.txt'),
    'feed.zip has neither calendar.txt nor calendar_dates.txt: no day has trips.',
  ],
  [
    'the time of another country',
    [
      ...without('agency.txt'),
      { name: 'agency.txt', content: 'agency_name,agency_timezone\nOld Line,Europe/London' },
    ],
    'agency.txt says that the times are those of Europe/London; the timetable of the region is kept in Europe/Berlin.',
  ],
  ['other data', [{ name: 'photo.txt', content: 'stops.txt' }], 'not recognised'],
])('of an archive with %s nothing is taken over', async (_, members, reason) => {
  expect(await outcome(members)).toBe(reason);
  const { rows } = await mobility.client.query('SELECT FROM stop');
  expect(rows).toEqual([]);
});

test('half an archive is none', async () => {
  expect(await outcome(FILES, 10)).toMatch(/^feed\.zip cannot be read as a zip archive: /);
});
