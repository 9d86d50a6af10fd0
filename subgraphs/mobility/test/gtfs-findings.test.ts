import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { countsOf, emptyTimetable, importFeeds, newFolder, writeFeed } from './gtfs-support.js';
import { startMobility, type TestMobility } from './support.js';

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

/** Rows with a remark are broken; the remark is no part of them. */
const BROKEN = {
  'stops.txt': [
    'stop_name,stop_id,stop_lat,stop_lon,location_type,parent_station,unknown',
    '"Markt, Mitte",market,52.5,13.4,,,x',
    'Bahnhof,station,52.51,13.41,1,,',
    'Gleis 1,track,52.51,13.41,0,station,',
    'Eingang,door,,,2,station,',
    'Fern,far,51.0,7.0,,,', // 6 outside
    'Gleis fern,far-track,52.5,13.4,0,far-station,', // 7 its station is rejected
    'Bahnhof fern,far-station,48.1,11.5,1,,', // 8 outside
    'Markt,market,52.5,13.4,,,', // 9 twice
    'Ohne Ort,nowhere,abc,,,,', // 10 two faults
    'Waise,orphan,52.52,13.42,,nobody,', // 11 comes in with a warning
    'Zu wenig,few,52.5', // 12 too few fields
  ],
  'routes.txt': [
    'route_id,route_short_name,route_long_name,route_type',
    'bus,,Stadtlinie 1,715',
    'ship,F1,,4', // 3 no such means of transport
    'nameless,,,3', // 4
  ],
  'calendar.txt': [
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
    'all,1,1,1,1,1,1,1,20260101,20261231',
    'back,1,1,1,1,1,0,0,20261231,20260101', // 3 ends before it begins
    'odd,1,1,2,1,1,0,0,20260101,20261331', // 4 two faults
  ],
  'calendar_dates.txt': [
    'service_id,date,exception_type',
    'all,20261224,2',
    'all,20261224,1', // 3 twice
    'all,20261225,3', // 4
    'back,20261226,1', // 5 its service is rejected
    'single,20261230,1',
  ],
  'trips.txt': [
    'trip_id,route_id,service_id',
    'good,bus,all',
    'good,bus,all', // 3 twice
    'shipped,ship,all', // 4 its route is rejected
    'lost,none,all', // 5
    'never,bus,none', // 6
    'backwards,bus,all', // 7 its times go back
    'short,bus,all', // 8 one call
    'away,bus,single', // 9 outside alone
    'headway,bus,single', // 10 its headways are rejected
    'unserved,bus,back', // 11 its service is rejected
  ],
  'stop_times.txt': [
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
    'good,market,1,08:00:00,08:00:30',
    'good,far,2,,',
    'good,track,3,08:20:30,08:20:59',
    'good,orphan,7,08:30:00,',
    'good,track,7,08:40:00,08:40:00', // 6 a sequence twice
    'good,nobody,8,08:50:00,08:50:00', // 7
    'good,door,9,08:50:00,08:50:00', // 8
    'good,track,10,8.50,08:65:00', // 9 two faults
    'ghost,market,1,08:00:00,08:00:00', // 10
    'backwards,market,1,08:00:00,08:00:00',
    'backwards,track,2,07:59:00,08:10:00', // 12
    'backwards,orphan,3,08:20:00,08:20:00',
    'short,market,1,08:00:00,08:00:00',
    'away,far,1,08:00:00,08:00:00',
    'away,far-track,2,08:10:00,08:10:00',
    'shipped,market,1,08:00:00,08:00:00',
    'headway,market,1,08:00:00,08:00:00',
    'headway,track,2,08:10:00,08:10:00',
    'good,orphan,12,,', // 20 the end without a time
    'good,"track,13,09:00:00,09:00:00', // 21 an open quotation
    'good,market,5,,',
  ],
  'frequencies.txt': [
    'trip_id,start_time,end_time,headway_secs',
    'headway,08:00:00,09:00:00,5', // 2
    'headway,09:00:00,08:00:00,600', // 3
    'ghost,08:00:00,09:00:00,600', // 4
  ],
};

test('what is wrong with a feed is told by file, line, column and reason; the rest comes in', async () => {
  writeFeed(join(folder, 'broken'), BROKEN);
  const [report] = await importFeeds(mobility, folder);
  const told = (report?.findings ?? []).map(({ member = '', line, column, level, reason }) =>
    [`${member}:${String(line)}`, column ?? '-', level === 'warning' ? `(warning) ${reason}` : reason].join(
      ' | ',
    ),
  );
  expect([...told].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))).toMatchInlineSnapshot(`
   [
     ":null | - | (warning) GTFS does not say under which licence it may be used: state it in sources.yaml beside it, as "broken: { licence: CC BY 4.0 }"",
     "calendar_dates.txt:3 | date | the same key as line 2, which counts",
     "calendar_dates.txt:4 | exception_type | "3" is not 1 (runs) or 2 (does not run)",
     "calendar_dates.txt:5 | service_id | its service "back" was rejected",
     "calendar.txt:3 | end_date | before start_date",
     "calendar.txt:4 | end_date | "20261331" is not a date such as 20261124",
     "calendar.txt:4 | wednesday | "2" is not 1 (runs) or 0",
     "frequencies.txt:2 | headway_secs | "5" is not between 30 and 86400",
     "frequencies.txt:3 | end_time | not after start_time",
     "frequencies.txt:4 | trip_id | trip "ghost" is not in trips.txt",
     "routes.txt:3 | route_type | "4" is no means of transport that is known here",
     "routes.txt:4 | route_short_name | missing, and route_long_name as well",
     "stop_times.txt:6 | stop_sequence | the same key as line 5, which counts",
     "stop_times.txt:7 | stop_id | stop "nobody" is not in stops.txt",
     "stop_times.txt:8 | stop_id | "door" is an entrance, a node or a boarding area: nothing calls there",
     "stop_times.txt:9 | arrival_time | "8.50" is not a time such as 08:15:00 or 25:15:00",
     "stop_times.txt:9 | departure_time | "08:65:00" is not a time such as 08:15:00 or 25:15:00",
     "stop_times.txt:10 | trip_id | trip "ghost" is not in trips.txt",
     "stop_times.txt:12 | arrival_time | before the departure that line 11 has: trip "backwards" was rejected",
     "stop_times.txt:20 | departure_time | missing at an end of the trip",
     "stop_times.txt:21 | - | a quotation mark where none may be, or one that is not closed",
     "stop_times.txt:null | stop_id | 3 calls at stops that were rejected; their trips go without them",
     "stops.txt:6 | stop_lat | lies in none of the municipalities that are known here",
     "stops.txt:7 | parent_station | its station "far-station" was rejected",
     "stops.txt:8 | stop_lat | lies in none of the municipalities that are known here",
     "stops.txt:9 | stop_id | the same key as line 2, which counts",
     "stops.txt:10 | stop_lat | "abc" is not a number",
     "stops.txt:10 | stop_lon | missing",
     "stops.txt:11 | parent_station | (warning) station "nobody" is not in stops.txt, or is none: the stop stands for itself",
     "stops.txt:12 | - | 3 fields where the header names 7",
     "stops.txt:12 | stop_lon | missing",
     "trips.txt:3 | trip_id | the same key as line 2, which counts",
     "trips.txt:4 | route_id | its route "ship" was rejected",
     "trips.txt:5 | route_id | route "none" is not in routes.txt",
     "trips.txt:6 | service_id | service "none" is neither in calendar.txt nor in calendar_dates.txt",
     "trips.txt:7 | trip_id | its times go back at line 12 of stop_times.txt",
     "trips.txt:8 | trip_id | calls at fewer than two stops in stop_times.txt",
     "trips.txt:9 | trip_id | none of its stops was taken over",
     "trips.txt:10 | trip_id | its rows in frequencies.txt were rejected",
     "trips.txt:11 | service_id | its service "back" was rejected",
   ]
  `);
  expect(countsOf(report)).toMatchInlineSnapshot(`
   {
     "calendar.txt": {
       "inserted": 1,
       "read": 3,
       "rejected": 2,
     },
     "calendar_dates.txt": {
       "inserted": 2,
       "read": 5,
       "rejected": 3,
     },
     "frequencies.txt": {
       "read": 3,
       "rejected": 3,
     },
     "routes.txt": {
       "inserted": 1,
       "read": 3,
       "rejected": 2,
     },
     "stop_times.txt": {
       "inserted": 4,
       "read": 21,
       "rejected": 17,
     },
     "stops.txt": {
       "inserted": 3,
       "merged": 2,
       "read": 11,
       "rejected": 6,
     },
     "trips.txt": {
       "inserted": 1,
       "read": 10,
       "rejected": 9,
     },
   }
  `);
});

test('a trip keeps the stops that came in, with the times between the given ones in equal steps', async () => {
  writeFeed(join(folder, 'broken'), BROKEN);
  await importFeeds(mobility, folder);
  const { rows } = await mobility.client.query({
    text: `SELECT transit_line.name, mode, headsign, stop.name, trip.start_minute + offset_minutes, boarding
             FROM trip JOIN line_pattern ON line_pattern.id = trip.pattern_id
             JOIN transit_line ON transit_line.id = line_pattern.line_id
             JOIN pattern_stop ON pattern_stop.pattern_id = line_pattern.id JOIN stop ON stop.id = stop_id
            ORDER BY sequence`,
    rowMode: 'array',
  });
  expect(rows).toEqual([
    ['Stadtlinie 1', 'ON_DEMAND', 'Waise', 'Markt, Mitte', 480, true],
    ['Stadtlinie 1', 'ON_DEMAND', 'Waise', 'Bahnhof', 500, true],
    // Half way between 08:20:59 and 08:30:00.
    ['Stadtlinie 1', 'ON_DEMAND', 'Waise', 'Markt, Mitte', 505, true],
    ['Stadtlinie 1', 'ON_DEMAND', 'Waise', 'Waise', 510, false],
  ]);
});
