import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isStopId } from '@modellregion/subgraph-kit';
import { tableContents } from '../../../test/support/table-contents.js';
import {
  countsOf,
  emptyTimetable,
  importFeeds,
  newFolder,
  SMALL,
  writeFeed,
  type Feed,
} from './gtfs-support.js';
import { startMobility, type TestMobility } from './support.js';

const MONDAY = '2026-11-30T00:00:00+01:00';

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

/** Imports one feed in place of the one before, and tells counts that are not 0. */
async function take(feed: Feed, name = 'feed'): ReturnType<typeof asCounts> {
  rmSync(join(folder, name), { recursive: true, force: true });
  writeFeed(join(folder, name), feed);
  return asCounts(name);
}
const asCounts = async (name: string) =>
  countsOf((await importFeeds(mobility, folder)).find(({ file }) => file === name));

const rows = async (sql: string): Promise<readonly unknown[]> =>
  (await mobility.client.query({ text: sql, rowMode: 'array' })).rows;

/** `clock line headsign platform` of the departures of a stop on a Monday. */
async function departures(name: string, from = MONDAY): Promise<readonly string[]> {
  const [[id] = []] = (await rows(
    `SELECT id FROM stop WHERE name = '${name}' AND withdrawn_on IS NULL`,
  )) as string[][];
  const [stop] = (await mobility.entities(
    'Stop',
    [{ id }],
    `departures(from: "${from}", first: 4) { plannedAt headsign platform line { name mode } }`,
  )) as {
    departures: { plannedAt: string; headsign: string; platform: string | null; line: { name: string } }[];
  }[];
  return (stop?.departures ?? []).map(
    ({ plannedAt, headsign, platform, line }) =>
      `${plannedAt.slice(5, 16)} ${line.name} ${headsign}${platform === null ? '' : ` ${platform}`}`,
  );
}

const without = (file: string, ...starts: readonly string[]): Feed => ({
  ...SMALL,
  [file]: (SMALL[file] ?? []).filter((line) => !starts.some((start) => line.startsWith(start))),
});

describe('one feed', () => {
  test('gives stop places, platforms, lines and departures', async () => {
    await take(SMALL);
    const stops = await rows('SELECT id, name, ags, modes, step_free FROM stop ORDER BY name');
    expect(stops).toEqual([
      ['de:11000:1', 'Bahnhof', '11000000', ['BUS', 'RAIL'], 'PARTIAL'],
      [expect.stringMatching(/^gtfs:[0-9a-f]{32}$/), 'Hafen', '11000000', ['BUS', 'RAIL'], 'UNKNOWN'],
      [expect.stringMatching(/^gtfs:[0-9a-f]{32}$/), 'Markt', '11000000', ['BUS'], 'YES'],
    ]);
    expect((stops as string[][]).every(([id = '']) => isStopId(id))).toBe(true);
    expect(await rows('SELECT stop_id, public_code, step_free FROM quay ORDER BY 2')).toEqual([
      ['de:11000:1', '1', 'YES'],
      ['de:11000:1', '2', 'NO'],
    ]);
    expect(await departures('Bahnhof')).toEqual([
      '11-30T06:00 1 Hafen 1',
      '11-30T07:00 1 Hafen 1',
      '11-30T08:00 RB 2 Stralsund 2',
      '12-01T06:00 1 Hafen 1',
    ]);
    expect(await rows('SELECT count(*)::int FROM line_pattern')).toEqual([[2]]);
  });

  test('says who publishes it; the licence is said beside it, or is missing', async () => {
    const source = (): Promise<readonly unknown[]> =>
      rows(
        `SELECT id, title, publisher, licence, url, provenance, record_count FROM data_source WHERE id <> 'municipality-areas'`,
      );
    await take(SMALL);
    const about = ['Timetable of Verkehrsbund Süd (GTFS, 7)', 'Verkehrsbund Süd'];
    const rest = ['https://vbs.example', 'OPEN_DATA', 19];
    expect(await source()).toEqual([['gtfs-verkehrsbund-sud', ...about, 'not stated', ...rest]]);
    await emptyTimetable(mobility);
    writeFileSync(join(folder, 'sources.yaml'), 'feed: { id: vbs, licence: CC BY 4.0 }\n');
    const [report] = await importFeeds(mobility, folder);
    expect(report?.warnings).toBe(0);
    expect(await source()).toEqual([['vbs', ...about, 'CC BY 4.0', ...rest]]);
  });
});

describe('again', () => {
  test('a second import changes nothing', async () => {
    await take(SMALL);
    const before = await tableContents(mobility);
    const counts = await asCounts('feed');
    expect(counts).toMatchObject({
      'trips.txt': { read: 3, unchanged: 3 },
      'stop_times.txt': { read: 8, unchanged: 8 },
    });
    expect(JSON.stringify(counts)).not.toMatch(/inserted|updated|withdrawn/);
    expect(await tableContents(mobility)).toEqual(before);
  });

  test('a trip that is gone is gone, a line and a stop are withdrawn, and all come back', async () => {
    await take(SMALL);
    const before = await rows(
      'SELECT id FROM trip UNION SELECT id FROM line_pattern UNION SELECT id FROM stop ORDER BY 1',
    );
    const fewer: Feed = {
      ...SMALL,
      'routes.txt': without('routes.txt', 'train')['routes.txt'] ?? [],
      'trips.txt': without('trips.txt', 't1', 'b2')['trips.txt'] ?? [],
      'stops.txt': without('stops.txt', 'market')['stops.txt'] ?? [],
      'stop_times.txt': without('stop_times.txt', 't1', 'b2', 'b1,market')['stop_times.txt'] ?? [],
    };
    expect(await take(fewer)).toMatchObject({
      'stops.txt': { read: 4, unchanged: 2, updated: 2, withdrawn: 1 },
      'routes.txt': { read: 1, unchanged: 1, withdrawn: 1 },
      'trips.txt': { read: 1, updated: 1, withdrawn: 2 },
      'stop_times.txt': { read: 2, updated: 2 },
    });
    expect(await rows('SELECT name FROM stop WHERE withdrawn_on IS NOT NULL')).toEqual([['Markt']]);
    expect(await rows('SELECT name FROM transit_line WHERE withdrawn_on IS NOT NULL')).toEqual([['RB 2']]);
    expect(await departures('Bahnhof')).toEqual(
      ['11-30', '12-01', '12-02', '12-03'].map((day) => `${day}T06:00 1 Hafen 1`),
    );
    await take(SMALL);
    expect(
      await rows(
        'SELECT id FROM trip UNION SELECT id FROM line_pattern UNION SELECT id FROM stop ORDER BY 1',
      ),
    ).toEqual(before);
    expect(await rows('SELECT FROM stop WHERE withdrawn_on IS NOT NULL')).toEqual([]);
  });

  test('a service that gets its first day off keeps its trips, which go by that day from then on', async () => {
    await take(SMALL);
    const counts = await take({
      ...SMALL,
      'calendar_dates.txt': ['service_id,date,exception_type', 'weekdays,20261130,2', 'weekdays,20261205,1'],
    });
    expect(counts).toMatchObject({
      'calendar_dates.txt': { inserted: 2 },
      'trips.txt': { read: 3, updated: 3 },
    });
    expect((await departures('Markt')).map((it) => it.slice(0, 11))).toEqual([
      '12-01T06:05',
      '12-01T07:05',
      '12-02T06:05',
      '12-02T07:05',
    ]);
    expect(await departures('Markt', '2026-12-05T00:00:00+01:00')).toContain('12-05T06:05 1 Hafen');
    expect(await rows('SELECT FROM trip_exception')).toEqual([]);
    await take(SMALL);
    expect(await departures('Markt')).toContain('11-30T06:05 1 Hafen');
    expect(await rows('SELECT FROM service_day')).toEqual([]);
  });
});

describe('two feeds', () => {
  const SECOND = { ...SMALL, 'feed_info.txt': ['feed_publisher_name', 'Nordbahn'] };

  test('with the same ids live side by side; a stop with a DHID is one for both', async () => {
    await take(SMALL);
    expect(await take(SECOND, 'second')).toMatchObject({
      // The station belongs to the first feed, and so do its platforms.
      'stops.txt': { read: 5, inserted: 2, merged: 3 },
      'trips.txt': { read: 3, inserted: 3 },
    });
    expect((await departures('Bahnhof')).filter((it) => it.startsWith('11-30T06:00'))).toHaveLength(2);
    rmSync(join(folder, 'feed'), { recursive: true });
    writeFeed(join(folder, 'feed'), without('trips.txt', 'b1'));
    await importFeeds(mobility, folder);
    expect((await departures('Bahnhof')).filter((it) => it.startsWith('11-30T06:00'))).toHaveLength(1);
  });

  test('of one publisher need an id each', async () => {
    writeFeed(join(folder, 'a'), SMALL);
    writeFeed(join(folder, 'b'), SMALL);
    const [first, second] = await importFeeds(mobility, folder);
    expect(first?.status).toBe('imported');
    expect(second).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('"id" of its own in sources.yaml'),
    });
  });
});

describe('runs', () => {
  /** The small feed with one trip of its own calls. */
  const withCalls = (calls: readonly string[], more: Feed = {}): Feed => ({
    ...SMALL,
    'trips.txt': ['trip_id,route_id,service_id', 'x,bus,weekdays'],
    'stop_times.txt': [
      'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type',
      ...calls.map((call) => `x,${call}`),
    ],
    ...more,
  });
  const FAR = { 'stops.txt': [...(SMALL['stops.txt'] ?? []), 'far,Ferne,40.0,3.0,0,,,'] };

  test('that leave the region may be boarded at their last stop here, and say where they go', async () => {
    await take(withCalls(['market,1,10:00:00,10:00:00,', 'far,2,15:00:00,15:00:00,'], FAR));
    expect((await departures('Markt'))[0]).toBe('11-30T09:00 1 Ferne');
  });

  test('that come from afar have ridden so long already; after 18 hours they begin where the region does', async () => {
    await take(
      withCalls(
        ['far,1,01:00:00,01:00:00,', 'market,2,06:00:00,06:00:00,', 'harbour,3,06:10:00,06:10:00,'],
        FAR,
      ),
    );
    // 01:00 is 25:00 of Sunday for us; the ride takes five hours more.
    expect(await rows('SELECT start_minute, weekdays, day_shift FROM trip')).toEqual([[1500, 0b1001111, 0]]);
    expect((await departures('Markt'))[0]).toBe('11-30T05:00 1 Hafen');
    await take(
      withCalls(
        ['far,1,01:00:00,01:00:00,', 'market,2,30:00:00,30:00:00,', 'harbour,3,30:10:00,30:10:00,'],
        FAR,
      ),
    );
    expect(await rows('SELECT start_minute, weekdays FROM trip')).toEqual([[360, 0b0111110]]);
    expect((await departures('Markt'))[0]).toBe('12-01T05:00 1 Hafen');
  });

  test('by headway leave from the first time on, and no more at the last', async () => {
    await take(
      withCalls(['market,1,00:00:00,00:00:00,', 'harbour,2,00:07:30,00:07:30,'], {
        'frequencies.txt': [
          'trip_id,start_time,end_time,headway_secs',
          'x,08:00:00,08:30:00,600',
          'x,08:30:00,08:31:00,90',
        ],
      }),
    );
    expect((await departures('Markt')).map((it) => it.slice(0, 11))).toEqual(
      ['07:00', '07:10', '07:20', '07:30'].map((time) => `11-30T${time}`),
    );
    expect(await rows('SELECT count(*)::int FROM trip')).toEqual([[4]]);
  });

  test('on listed days alone need no calendar', async () => {
    const { 'calendar.txt': _, ...rest } = withCalls([
      'market,1,10:00:00,10:00:00,',
      'harbour,2,10:05:00,10:05:00,',
    ]);
    await take({
      ...rest,
      'calendar_dates.txt': ['service_id,date,exception_type', 'weekdays,20261202,1', 'weekdays,20261206,1'],
    });
    expect(await departures('Markt')).toEqual(['12-02T09:00 1 Hafen', '12-06T09:00 1 Hafen']);
  });

  test('nobody boards where pickup_type says no', async () => {
    await take(
      withCalls([
        'track-1,1,10:00:00,10:00:00,',
        'market,2,10:05:00,10:05:00,1',
        'harbour,3,10:10:00,10:10:00,',
      ]),
    );
    expect([await departures('Markt'), (await departures('Bahnhof'))[0]]).toEqual([
      [],
      '11-30T09:00 1 Hafen 1',
    ]);
  });
});
