import type { ImportJob } from '@modellregion/subgraph-kit';
import { hashedIdSql } from './hashed-id.js';

/** What stands between the parts of a text that is hashed; ids of feeds have no such character. */
const PART = 'chr(31)';

/**
 * Lays the trips out and finds their patterns.
 *
 * Leaves `gtfs_run`: every run with its start in seconds, of trips with headways one a departure; and `gtfs_way`: the
 * pattern of every trip. What a pattern has in whole minutes depends on the seconds at which a run starts (`phase`).
 */
export async function layOut({ client, source }: ImportJob): Promise<void> {
  const trip = (id: string): string => `'gtfs:' || ${hashedIdSql(source.id, 'trip', id)}`;
  await client.query(
    `CREATE TEMP TABLE gtfs_run ON COMMIT DROP AS
     SELECT run.*, start % 60 AS phase, floor((start / 60 - 180) / 1440.0)::integer AS day_shift
       FROM (SELECT trip.trip_id, ${trip('trip.trip_id')} AS id, ends.start
               FROM gtfs_trip AS trip JOIN gtfs_ends AS ends ON ends.trip_id = trip.trip_id
              WHERE trip.ok AND NOT EXISTS (SELECT FROM gtfs_frequency AS headway WHERE headway.trip_id = trip.trip_id)
              UNION ALL
             SELECT laid.trip_id, ${trip(`laid.trip_id || ${PART} || laid.second`)}, laid.second + ends.start - ends.first_departure
               FROM (SELECT DISTINCT trip_id, second FROM gtfs_frequency
                      CROSS JOIN generate_series(from_second, to_second - 1, headway) AS second WHERE ok) AS laid
               JOIN gtfs_trip AS trip ON trip.trip_id = laid.trip_id AND trip.ok
               JOIN gtfs_ends AS ends ON ends.trip_id = laid.trip_id) AS run`,
  );
  const call = `concat_ws(${PART}, kept.place_id, ${minutes('phased.phase')}, kept.boarding, coalesce(kept.platform, ''))`;
  const way = `concat_ws(${PART}, route.id, named.headsign, string_agg(${call}, chr(30) ORDER BY kept.sequence))`;
  await client.query(
    `CREATE TEMP TABLE gtfs_way ON COMMIT DROP AS
     SELECT phased.trip_id, phased.phase, route.id AS line_id, named.headsign,
            'gtfs:' || ${hashedIdSql(source.id, 'pattern', way)} AS pattern_id
       FROM (SELECT DISTINCT trip_id, phase FROM gtfs_run) AS phased
       JOIN (${NAMED}) AS named ON named.trip_id = phased.trip_id
       JOIN gtfs_route AS route ON route.route_id = named.route_id AND route.ok
       JOIN gtfs_ends AS ends ON ends.trip_id = phased.trip_id
       JOIN gtfs_kept AS kept ON kept.trip_id = phased.trip_id
      GROUP BY phased.trip_id, phased.phase, route.id, named.headsign`,
  );
  await client.query('CREATE INDEX ON gtfs_way (pattern_id)');
  await client.query('ANALYZE gtfs_run, gtfs_way');
}

/** Where a trip goes: as it says, else to the place of its last call, wherever that lies. */
const NAMED = `
  SELECT trip.trip_id, trip.route_id, coalesce(trip.headsign, place.name, stop.name, route.name) AS headsign
    FROM gtfs_trip AS trip
    JOIN gtfs_route AS route ON route.route_id = trip.route_id AND route.ok
    JOIN gtfs_ends AS ends ON ends.trip_id = trip.trip_id
    LEFT JOIN gtfs_call AS call
           ON call.trip_id = trip.trip_id AND call.sequence = ends.last_sequence AND call.departure IS NOT NULL AND call.ok
    LEFT JOIN gtfs_stop AS stop ON stop.stop_id = call.stop_id AND stop.name IS NOT NULL AND stop.fault_column IS DISTINCT FROM 'stop_id'
    LEFT JOIN gtfs_stop AS place ON place.stop_id = stop.place_stop AND place.name IS NOT NULL AND place.fault_column IS DISTINCT FROM 'stop_id'
   WHERE trip.ok`;

/** SQL: minutes from the start of a run to a call, as its clock shows them. */
function minutes(phase: string): string {
  return `(${phase} + kept.departure - ends.start) / 60`;
}

/** SELECT of the stops of new patterns: of each pattern one trip speaks for all. */
export const STOPS_OF_NEW_PATTERNS = `
  SELECT fresh.pattern_id, row_number() OVER (PARTITION BY fresh.pattern_id ORDER BY kept.sequence) - 1, kept.place_id,
         ${minutes('fresh.phase')}, kept.platform, kept.boarding
    FROM gtfs_fresh AS fresh
    JOIN gtfs_ends AS ends ON ends.trip_id = fresh.trip_id
    JOIN gtfs_kept AS kept ON kept.trip_id = fresh.trip_id`;
