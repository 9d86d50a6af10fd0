import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  countsOf,
  emptyTimetable,
  importFeeds,
  instants,
  newFolder,
  oracleOf,
  writeFeed,
  type Oracle,
} from './gtfs-support.js';
import { startMobility, type TestMobility } from './support.js';

const SAMPLE = dirname(createRequire(import.meta.url).resolve('sample-gtfs-feed/package.json'));

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

/** `departure trip` as mobility answers; trips are told apart by their headsigns. */
async function departures(stop: string, from: Date): Promise<readonly string[]> {
  const { rows } = await mobility.client.query<{ id: string }>('SELECT id FROM stop WHERE name = $1', [stop]);
  const [found] = (await mobility.entities(
    'Stop',
    rows,
    `departures(from: "${from.toISOString()}", first: 100) { plannedAt headsign line { name } }`,
  )) as { departures: { plannedAt: string; headsign: string; line: { name: string } }[] }[];
  return (found?.departures ?? []).map(
    ({ plannedAt, headsign, line }) => `${plannedAt.replace('Z', '.000Z')} ${line.name}/${headsign}`,
  );
}

/** Asks both for all stops at all instants; what the oracle calls by trip id is named as passengers see it. */
async function compare(
  oracle: Oracle,
  {
    stops,
    names,
    at,
  }: { stops: Readonly<Record<string, string>>; names: (trip: string) => string; at: readonly Date[] },
): Promise<number> {
  let compared = 0;
  for (const [id, name] of Object.entries(stops)) {
    for (const from of at) {
      const expected = oracle(id, from)
        .map((it) => it.replace(/\S+$/, names))
        .sort();
      const found = [...(await departures(name, from))].sort();
      // Of departures at the same minute either may be the hundredth.
      const end = expected.length > 100 ? (expected[99] ?? '').slice(0, 24) : '9';
      const before = (all: readonly string[]): readonly string[] => all.filter((it) => it < end);
      expect([name, from, before(found)]).toEqual([name, from, before(expected)]);
      compared += found.length;
    }
  }
  return compared;
}

describe('the sample feed, as gtfs-utils reads it', () => {
  const NAMES: Readonly<Record<string, string>> = {
    'a-downtown-all-day': 'Ada/City Center',
    'a-outbound-all-day': 'Ada/International Airport (ABC)',
    'b-downtown-on-weekends': 'Babbage/Babbage (Downtown)',
    'b-downtown-on-working-days': 'Babbage/Babbage (Downtown)',
    'b-outbound-on-weekends': 'Babbage/Babbage (Outbound)',
    'b-outbound-on-working-days': 'Babbage/Babbage (Outbound)',
    'c-downtown-all-day': 'Cerf/Cerf Express',
    'c-outbound-all-day': 'Cerf/Cerf Express (outbound)',
    'c-outbound-on-weekends': 'Cerf/Cerf Express (outbound)',
    'during-dst-1': 'DST/Hello Daylight Saving Time!',
  };
  const WHAT = {
    stops: {
      airport: 'International Airport (ABC)',
      center: 'City Center',
      lake: 'Lake',
      museum: 'Awesome Museum',
    },
    names: (trip: string) => NAMES[trip] ?? trip,
    // The first days and the last, the change of the clocks on 31 March, 1 May and the days in June and July that differ.
    at: ['2019-02-27', '2019-03-29', '2019-04-28', '2019-06-12', '2019-07-13', '2019-08-18'].flatMap((day) =>
      instants(day, 3, [0, 1, 12]),
    ),
  };

  test.each(['gtfs', 'gtfs.zip'])('%s: all departures on days of all kinds', async (name) => {
    cpSync(join(SAMPLE, name), join(folder, name), { recursive: true });
    const [report] = await importFeeds(mobility, folder);
    expect(countsOf(report)).toEqual({
      'feed_info.txt': { read: 1, merged: 1 },
      'agency.txt': { read: 2, merged: 2 },
      // Four places and one platform with a code; the others are platforms without, entrances, nodes, boarding areas.
      'stops.txt': { read: 10, inserted: 5, merged: 5 },
      'routes.txt': { read: 4, inserted: 4 },
      'calendar.txt': { read: 4, inserted: 4 },
      'calendar_dates.txt': { read: 18, inserted: 18 },
      'trips.txt': { read: 10, inserted: 10 },
      'stop_times.txt': { read: 29, inserted: 29 },
      'frequencies.txt': { read: 2, inserted: 2 },
    });
    const compared = await compare(await oracleOf(join(SAMPLE, 'gtfs')), WHAT);
    expect(compared).toBeGreaterThan(1_000);
  });
});

describe('a timetable of nights, through both changes of the clocks', () => {
  const DAYS = 'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date';
  const daily = (id: string): string => `${id},1,1,1,1,1,1,1,20190301,20191130`;
  /** From one stop to the next in 20 minutes, twice. */
  const trip = (id: string, ...times: readonly string[]): readonly string[] =>
    times.map((time, i) => `${id},${time},${time},s${String(i + 1)},${String(i)}`);
  const FEED = {
    'stops.txt': [
      'stop_id,stop_name,stop_lat,stop_lon',
      's1,Eins,52.5,13.3',
      's2,Zwei,52.5,13.4',
      's3,Drei,52.5,13.5',
    ],
    'routes.txt': ['route_id,route_short_name,route_type', 'r,N1,3'],
    'calendar.txt': [
      DAYS,
      daily('daily'),
      daily('early'),
      daily('late'),
      'sundays,0,0,0,0,0,0,1,20190301,20191130',
    ],
    'calendar_dates.txt': [
      'service_id,date,exception_type',
      // Where a run crosses 03:00, GTFS and the clock differ on these days; the test below says how.
      'early,20190331,2',
      'early,20190404,2',
      'early,20191027,2',
      'late,20190330,2',
      'late,20191026,2',
      'late,20191028,2',
      'sundays,20190401,1',
      'sundays,20191027,2',
    ],
    'trips.txt': [
      'route_id,service_id,trip_id,trip_headsign',
      ...['before', 'change', 'double', 'early', 'late', 'morning'].map((id) =>
        ['r', { early: 'early', late: 'late', morning: 'sundays' }[id] ?? 'daily', id, id].join(),
      ),
    ],
    'stop_times.txt': [
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
      ...trip('before', '23:50:00', '24:10:00', '24:30:00'),
      ...trip('change', '25:30:00', '25:50:30', '26:10:00'),
      ...trip('double', '26:20:00', '26:40:00', '27:00:00'),
      ...trip('early', '00:15:00', '00:35:00', '00:55:00'),
      ...trip('late', '27:15:00', '27:35:00', '27:55:00'),
      ...trip('morning', '03:05:00', '03:25:00', '03:45:00'),
    ],
  };

  test('all departures of the weeks around, trips that begin before 03:00 or after 27:00 included', async () => {
    const feed = writeFeed(join(folder, 'nights'), FEED);
    const [report] = await importFeeds(mobility, folder);
    expect(report).toMatchObject({ status: 'imported', findingsLeftOut: 0 });
    const compared = await compare(await oracleOf(feed), {
      stops: { s1: 'Eins', s2: 'Zwei', s3: 'Drei' },
      names: (id) => `N1/${id}`,
      at: ['2019-02-28', '2019-03-27', '2019-10-23', '2019-11-27'].flatMap((day) =>
        instants(day, 6, [0, 3, 23]),
      ),
    });
    expect(compared).toBeGreaterThan(3_000);
  });

  test('who begins at 00:15 of a day on which the clock changes begins when the clock shows 00:15', async () => {
    writeFeed(join(folder, 'nights'), {
      ...FEED,
      'calendar_dates.txt': FEED['calendar_dates.txt'].slice(0, 1),
    });
    await importFeeds(mobility, folder);
    const early = (await departures('Eins', new Date('2019-03-30T12:00:00Z'))).filter((it) =>
      it.endsWith('early'),
    );
    // By the letter of GTFS, noon minus 12 hours, it would be 23:15 of the day before.
    expect(early.slice(0, 2)).toEqual([
      '2019-03-30T23:15:00.000Z N1/early',
      '2019-03-31T22:15:00.000Z N1/early',
    ]);
  });
});
