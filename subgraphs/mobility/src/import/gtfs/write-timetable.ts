import { mergeStaged, type ImportJob, type MergeCounts } from '@modellregion/subgraph-kit';
import { hashedIdSql } from './hashed-id.js';
import { removeUnwanted, writeWanted, type Wanted } from './keep-in-step.js';
import { STOPS_OF_NEW_PATTERNS } from './runs.js';
import type { StagedFile } from './stage-file.js';

/** What the tables of the subgraph made of the staged feed, besides the temporary tables with `became`. */
export interface Written {
  readonly places: MergeCounts;
  readonly lines: MergeCounts;
  readonly withdrawn: { readonly services: number; readonly days: number; readonly trips: number };
}

/**
 * Brings stops, lines and timetable into step with the staged feed. Stops and lines are records that others refer to,
 * and stay when they are withdrawn; services, patterns and trips are how a timetable is written down, and go.
 */
export async function writeTimetable(
  job: ImportJob,
  stops: StagedFile,
  routes: StagedFile,
): Promise<Written> {
  const { client, source, today } = job;
  const context = { sourceId: source.id, today };
  const places = await mergeStaged(
    client,
    stops.staged,
    { table: 'stop', key: ['id'], values: ['name', 'lat', 'lon', 'ags', 'modes', 'step_free'] },
    context,
  );
  const quays = quaysOf(source.id);
  await writeWanted(client, quays);
  await removeUnwanted(client, quays);
  const lines = await mergeStaged(
    client,
    routes.staged,
    { table: 'transit_line', key: ['id'], values: ['name', 'mode'] },
    context,
  );
  const [services, days, trips] = [servicesOf(source.id), daysOf(source.id), tripsOf(source.id)];
  await writeWanted(client, services);
  await writeWanted(client, days);
  await writePatterns(client);
  await writeWanted(client, trips);
  // Last, what nothing refers to any more.
  const withdrawn = {
    trips: await removeUnwanted(client, trips),
    days: await removeUnwanted(client, days),
    services: await removeUnwanted(client, services),
  };
  await client.query(
    `DELETE FROM line_pattern USING transit_line AS line
      WHERE line.id = line_pattern.line_id AND line.source_id = $1
        AND NOT EXISTS (SELECT FROM gtfs_way AS way WHERE way.pattern_id = line_pattern.id)`,
    [source.id],
  );
  return { places, lines, withdrawn };
}

/** Platforms with a code, at places that this feed owns: what another record set says of its stops is not added to. */
function quaysOf(feed: string): Wanted {
  return {
    name: 'gtfs_quay',
    table: 'quay',
    key: ['id'],
    values: ['stop_id', 'public_code', 'step_free'],
    select: `
      SELECT at.quay_id AS id, at.place_id AS stop_id, at.platform AS public_code,
             CASE at.wheelchair WHEN 1 THEN 'YES' WHEN 2 THEN 'NO' ELSE 'UNKNOWN' END AS step_free
        FROM gtfs_at AS at JOIN stop ON stop.id = at.place_id AND stop.source_id = '${feed}'
       WHERE at.platform IS NOT NULL AND NOT EXISTS (
         SELECT FROM quay JOIN stop AS other ON other.id = quay.stop_id
          WHERE quay.id = at.quay_id AND other.source_id <> '${feed}')`,
    mine: `target.stop_id IN (SELECT id FROM stop WHERE source_id = '${feed}')`,
  };
}

const serviceId = (feed: string, id: string): string => `'gtfs:' || ${hashedIdSql(feed, 'service', id)}`;

function servicesOf(feed: string): Wanted {
  return {
    name: 'gtfs_wanted_service',
    table: 'service',
    key: ['id'],
    values: ['source_id', 'weekdays', 'valid_from', 'valid_to'],
    select: `SELECT ${serviceId(feed, 'service_id')} AS id, '${feed}' AS source_id, service_id, weekdays, valid_from, valid_to
               FROM gtfs_known`,
    mine: `target.source_id = '${feed}'`,
  };
}

function daysOf(feed: string): Wanted {
  return {
    name: 'gtfs_wanted_day',
    table: 'service_day',
    key: ['service_id', 'day'],
    values: ['runs'],
    select: `SELECT ${serviceId(feed, 'service_id')} AS service_id, day, runs FROM gtfs_day WHERE ok`,
    mine: `target.service_id IN (SELECT id FROM service WHERE source_id = '${feed}')`,
  };
}

/** A trip that starts outside of 03:00 to 02:59 runs on another day, and so do its weekdays and its period. */
function tripsOf(feed: string): Wanted {
  const turn = `((run.day_shift % 7 + 7) % 7)`;
  return {
    name: 'gtfs_wanted_trip',
    table: 'trip',
    key: ['id'],
    values: ['pattern_id', 'weekdays', 'start_minute', 'valid_from', 'valid_to', 'service_id', 'day_shift'],
    select: `
      SELECT run.id, run.trip_id, way.pattern_id,
             (((known.weekdays << ${turn}) | (known.weekdays >> (7 - ${turn}))) & 127)::smallint AS weekdays,
             (run.start / 60 - 1440 * run.day_shift)::smallint AS start_minute,
             known.valid_from + run.day_shift AS valid_from, known.valid_to + run.day_shift AS valid_to,
             CASE WHEN known.has_days THEN ${serviceId(feed, 'known.service_id')} END AS service_id,
             CASE WHEN known.has_days THEN run.day_shift ELSE 0 END::smallint AS day_shift
        FROM gtfs_run AS run
        JOIN gtfs_way AS way ON way.trip_id = run.trip_id AND way.phase = run.phase
        JOIN gtfs_trip AS trip ON trip.trip_id = run.trip_id
             AND trip.ok
        JOIN gtfs_known AS known ON known.service_id = trip.service_id`,
    mine: `target.pattern_id IN (SELECT line_pattern.id FROM line_pattern
             JOIN transit_line AS line ON line.id = line_pattern.line_id WHERE line.source_id = '${feed}')`,
  };
}

/** Patterns never change: their id comes from all that they hold. */
async function writePatterns(client: ImportJob['client']): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE gtfs_fresh ON COMMIT DROP AS
     SELECT DISTINCT ON (pattern_id) * FROM gtfs_way AS way
      WHERE NOT EXISTS (SELECT FROM line_pattern WHERE line_pattern.id = way.pattern_id)
      ORDER BY pattern_id, trip_id, phase`,
  );
  await client.query('INSERT INTO line_pattern SELECT pattern_id, line_id, headsign FROM gtfs_fresh');
  await client.query(
    `INSERT INTO pattern_stop (pattern_id, sequence, stop_id, offset_minutes, platform, boarding) ${STOPS_OF_NEW_PATTERNS}`,
  );
}
