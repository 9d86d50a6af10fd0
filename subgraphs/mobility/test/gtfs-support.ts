import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import {
  fixedClock,
  importInto,
  instantOf,
  type FileReport,
  type ImportOptions,
  type RecordCounts,
} from '@modellregion/subgraph-kit';
import { mobility } from '../src/index.js';
import { NOW, type TestMobility } from './support.js';

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder with the area of Berlin; removed after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gtfs-'));
  made.push(folder);
  writeBerlin(folder);
  return folder;
}

/** Empties what an import of timetables writes. */
export async function emptyTimetable({ client }: TestMobility): Promise<void> {
  await client.query(
    'TRUNCATE stop, transit_line, service, data_import, data_source, municipality_area CASCADE',
  );
}

/** Files of a feed by name, each as lines. */
export type Feed = Readonly<Record<string, readonly string[]>>;

/** Writes a feed as a folder. */
export function writeFeed(folder: string, feed: Feed): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, lines] of Object.entries(feed))
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return folder;
}

/** One municipality over all the stops of a test: Berlin and what lies around it. */
function writeBerlin(folder: string): void {
  const [west, south, east, north] = [12.5, 51.5, 14, 53];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const properties = { ags: '11000000', name: 'Berlin' };
  const geometry = { type: 'Polygon', coordinates: [ring] };
  const features = [{ type: 'Feature', properties, geometry }];
  writeFileSync(join(folder, 'areas.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
}

/** Imports a folder and gives what became of the feeds in it. */
export async function importFeeds(
  { url }: TestMobility,
  from: string,
  options: Partial<ImportOptions> = {},
): Promise<readonly FileReport[]> {
  const report = await importInto(mobility, url, { from, clock: fixedClock(NOW), ...options });
  return report.files.filter(({ format }) => format === 'gtfs');
}

/** Counts of the parts that are not 0. */
export function countsOf(file: FileReport | undefined): Readonly<Record<string, Partial<RecordCounts>>> {
  return Object.fromEntries(
    (file?.parts ?? []).map(({ name, counts }) => [
      name,
      Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ]),
  );
}

type Row = Readonly<Record<string, string>>;
type ReadFile = (name: string) => Promise<AsyncIterable<Row>>;
interface Stopover {
  readonly stop_id: string;
  readonly trip_id: string;
  /** Seconds since 1970. */
  readonly departure: number;
  readonly headwayBased?: boolean;
}

const load = createRequire(import.meta.url);
const computeStopovers = load('gtfs-utils/compute-stopovers') as (
  readFile: ReadFile,
  timezone: string,
) => AsyncIterable<Stopover>;
const readCsv = load('gtfs-utils/read-csv') as (path: string) => Promise<AsyncIterable<Row>>;

/** `trip departure` of a stop and its platforms, in order, as the library gtfs-utils works them out. */
export type Oracle = (stop: string, from: Date) => readonly string[];

/**
 * All departures of a feed by gtfs-utils. It cannot read times that are left out, leaves runs by headway out where they
 * are exact, has the trip that only says how long they ride as well, and lets them arrive when they should depart.
 */
export async function oracleOf(folder: string): Promise<Oracle> {
  const rows = async (name: string): Promise<readonly Row[]> => {
    const all: Row[] = [];
    for await (const row of await readCsv(join(folder, `${name}.txt`))) all.push(row);
    return all;
  };
  const [stops, calls] = [await rows('stops'), await rows('stop_times')];
  const station = new Map(
    stops.map(({ stop_id, parent_station = '' }) => [
      stop_id,
      parent_station === '' ? stop_id : parent_station,
    ]),
  );
  const headways = new Set((await rows('frequencies').catch(() => [])).map((row) => row['trip_id']));
  const given = (row: Row): Row => {
    if ('headway_secs' in row) return { ...row, exact_times: '0' };
    if (!('stop_sequence' in row)) return row;
    const { arrival_time = '', departure_time = '' } = row;
    return {
      ...row,
      arrival_time: arrival_time === '' ? departure_time : arrival_time,
      departure_time: departure_time === '' ? arrival_time : departure_time,
    };
  };
  const readFile: ReadFile = async (name) => {
    const all = await readCsv(join(folder, `${name}.txt`));
    return (async function* () {
      for await (const row of all) yield given(row);
    })();
  };
  const of = (trip: string): readonly Row[] => calls.filter((row) => row['trip_id'] === trip).map(given);
  const departures: { stop: string | undefined; trip: string; at: number }[] = [];
  for await (const { trip_id: trip, stop_id, departure, headwayBased } of computeStopovers(
    readFile,
    'Europe/Berlin',
  )) {
    if (headways.has(trip) && headwayBased !== true) continue;
    const own = of(trip);
    const call = own.find((row) => row['stop_id'] === stop_id);
    if (call === undefined || call['pickup_type'] === '1' || call === own.at(-1)) continue;
    const waits =
      headwayBased === true ? secondsOf(own[0]?.['departure_time']) - secondsOf(own[0]?.['arrival_time']) : 0;
    departures.push({ stop: station.get(stop_id), trip, at: Math.floor((departure - waits) / 60) * 60_000 });
  }
  return (stop, from) =>
    departures
      .filter((it) => it.stop === stop && it.at >= from.getTime() && it.at < from.getTime() + 7 * 86_400_000)
      .map(({ trip, at }) => `${new Date(at).toISOString()} ${trip}`)
      .sort();
}

function secondsOf(time = ''): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}

/** Instants at which to ask: every so many days, at an hour of the clock. */
export function instants(first: string, days: number, hours: readonly number[]): readonly Date[] {
  return Array.from({ length: days }, (_, i) =>
    hours.map((hour) => instantOf(first, (i * 24 + hour) * 60)),
  ).flat();
}

/** A small feed: two lines, a station with two tracks and a stop, runs on weekdays. */
export const SMALL: Feed = {
  'feed_info.txt': [
    'feed_publisher_name,feed_publisher_url,feed_version',
    'Verkehrsbund Süd,https://vbs.example,7',
  ],
  'agency.txt': ['agency_name,agency_timezone', 'Stadtbus,Europe/Berlin'],
  'stops.txt': [
    'stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,platform_code,wheelchair_boarding',
    'de:11000:1,Bahnhof,52.5,13.4,1,,,',
    'track-1,Bahnhof,52.5,13.4,0,de:11000:1,1,1',
    'track-2,Bahnhof,52.5,13.4,0,de:11000:1,2,2',
    'market,Markt,52.51,13.41,0,,,1',
    'harbour,Hafen,52.52,13.42,0,,,',
  ],
  'routes.txt': ['route_id,route_short_name,route_type', 'bus,1,3', 'train,RB 2,106'],
  'calendar.txt': [
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
    'weekdays,1,1,1,1,1,0,0,20260101,20271231',
  ],
  'trips.txt': [
    'trip_id,route_id,service_id,trip_headsign',
    'b1,bus,weekdays,Hafen',
    'b2,bus,weekdays,Hafen',
    't1,train,weekdays,Stralsund',
  ],
  'stop_times.txt': [
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
    ...['b1,07', 'b2,08'].flatMap((run) => {
      const [trip = '', hour = ''] = run.split(',');
      return ['track-1,1,00', 'market,2,05', 'harbour,3,11'].map((call) => {
        const [stop = '', sequence = '', minute = ''] = call.split(',');
        return [trip, stop, sequence, ...Array<string>(2).fill(`${hour}:${minute}:00`)].join();
      });
    }),
    't1,track-2,1,09:00:00,09:00:00',
    't1,harbour,2,09:10:00,09:10:00',
  ],
};
