// A timetable of a region's size, made up: GTFS with 5,000 stops and 40,000 trips of 25 calls each, and the area in which
// the stops lie.
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const [STOPS, ROUTES, TRIPS, CALLS] = [5_000, 200, 40_000, 25];

/** Records of the whole feed, the operator, which no other record is made of, left out. */
export const RECORDS = STOPS + ROUTES + 2 + TRIPS + TRIPS * CALLS;

/**
 * Writes the feed as a folder `feed` beside `areas.geojson`.
 *
 * @param data folder
 * @param placeOf latitude and longitude of the n-th stop
 */
export async function writeTimetable(data, placeOf) {
  await writeFile(join(data, 'areas.geojson'), JSON.stringify(AREAS));
  await mkdir(join(data, 'feed'));
  for (const [name, lines] of Object.entries(files(placeOf)))
    await pipeline(Readable.from(pieces(lines)), createWriteStream(join(data, 'feed', `${name}.txt`)));
}

const AREAS = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { ags: '05774032', name: 'Paderborn' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [8, 51],
            [10, 51],
            [10, 53],
            [8, 53],
            [8, 51],
          ],
        ],
      },
    },
  ],
};

const files = (placeOf) => ({
  agency: ['agency_id,agency_name,agency_url,agency_timezone', 'a,Bench,https://bench.example,Europe/Berlin'],
  stops: table('stop_id,stop_name,stop_lat,stop_lon', STOPS, (n) => {
    const { lat, lon } = placeOf(n);
    return `s${n},Halt ${n},${lat},${lon}`;
  }),
  routes: table('route_id,agency_id,route_short_name,route_type', ROUTES, (n) => `r${n},a,${n + 1},3`),
  calendar: [
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
    'week,1,1,1,1,1,0,0,20261101,20271031',
    'end,0,0,0,0,0,1,1,20261101,20271031',
  ],
  trips: table(
    'route_id,service_id,trip_id,trip_headsign',
    TRIPS,
    (n) => `r${n % ROUTES},${n % 3 === 0 ? 'end' : 'week'},t${n},Ziel ${n % 400}`,
  ),
  stop_times: table('trip_id,arrival_time,departure_time,stop_id,stop_sequence', TRIPS * CALLS, call),
});

/** Each line has two ways, one of which leaves out every other stop. */
function call(n) {
  const [trip, place] = [Math.floor(n / CALLS), n % CALLS];
  const minute = 240 + ((trip * 7) % 1_100) + 2 * place;
  const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
  return `t${trip},${time},${time},s${((trip % 400) * 12 + place * (1 + (trip % 2))) % STOPS},${place}`;
}

function* table(header, rows, line) {
  yield header;
  for (let n = 0; n < rows; n += 1) yield line(n);
}

function* pieces(lines) {
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < 64 * 1024) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function two(number) {
  return String(number).padStart(2, '0');
}
