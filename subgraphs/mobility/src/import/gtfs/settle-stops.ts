import type { ImportJob } from '@modellregion/subgraph-kit';
import type { StagedFile } from './stage-file.js';

/**
 * Makes stop places of the rows of stops.txt: a station, or a stop that belongs to none. Places lie in a municipality;
 * what belongs to a place that does not is rejected with it.
 *
 * Leaves `gtfs_at`: of every stop that trips may call at, the place and the platform.
 */
export async function settleStops({ client }: ImportJob, { staged, findings }: StagedFile): Promise<void> {
  await client.query('CREATE INDEX ON gtfs_stop (stop_id)');
  // A parent that was rejected may have been a station; any other must be one.
  await client.query(
    `UPDATE gtfs_stop AS stop SET place_stop = CASE
       WHEN kind = 0 AND EXISTS (SELECT FROM gtfs_stop AS station
                                  WHERE station.stop_id = stop.parent AND (station.kind = 1 OR NOT station.ok))
       THEN parent ELSE stop_id END
      WHERE ok AND kind <= 1`,
  );
  await staged.warn(
    'kind = 0 AND parent IS NOT NULL AND place_stop <> parent',
    'parent_station',
    `'station "' || parent || '" is not in stops.txt, or is none: the stop stands for itself'`,
    findings,
  );
  await client.query(
    `UPDATE gtfs_stop SET ags = coalesce(municipality_at(lat, lon), (SELECT ags FROM stop WHERE stop.id = gtfs_stop.id))
      WHERE ok AND place_stop = stop_id`,
  );
  await staged.reject(
    'place_stop = stop_id AND ags IS NULL',
    'stop_lat',
    `CASE WHEN EXISTS (SELECT FROM municipality_ring)
          THEN 'lies in none of the municipalities that are known here'
          ELSE 'no municipality is known here: import their areas (boundaries-geojson) first' END`,
  );
  await staged.reject(
    'place_stop <> stop_id AND NOT EXISTS (SELECT FROM gtfs_stop AS station WHERE station.stop_id = gtfs_stop.place_stop AND station.ok)',
    'parent_station',
    `'its station "' || parent || '" was rejected'`,
  );
  await client.query(
    `CREATE TEMP TABLE gtfs_at ON COMMIT DROP AS
     SELECT stop.stop_id, station.id AS place_id, stop.platform, stop.quay_id, stop.stop_id = stop.place_stop AS is_place,
            CASE WHEN stop.wheelchair > 0 THEN stop.wheelchair ELSE station.wheelchair END AS wheelchair
       FROM gtfs_stop AS stop JOIN gtfs_stop AS station ON station.stop_id = stop.place_stop
      WHERE stop.ok AND stop.kind <= 1 AND station.ok`,
  );
  await client.query('CREATE INDEX ON gtfs_at (stop_id)');
  await client.query('ANALYZE gtfs_at');
}

/**
 * Leaves of the staged stops only the places, with what is known of them by now: the means of transport that call
 * there, or buses where nothing does, and whether all of their platforms, some or none are free of steps.
 */
export async function finishPlaces({ client }: ImportJob): Promise<void> {
  await client.query(
    'UPDATE gtfs_stop SET ok = false, id = NULL WHERE ok AND place_stop IS DISTINCT FROM stop_id',
  );
  await client.query(
    `UPDATE gtfs_stop AS stop SET modes = coalesce(served.modes, '{BUS}'), step_free = CASE
         WHEN stop.wheelchair = 1 THEN 'YES' WHEN stop.wheelchair = 2 THEN 'NO'
         WHEN platforms.free AND platforms.steps THEN 'PARTIAL'
         WHEN platforms.free THEN 'YES' WHEN platforms.steps THEN 'NO' ELSE 'UNKNOWN' END
       FROM (SELECT place_id, bool_or(wheelchair = 1) AS free, bool_or(wheelchair = 2) AS steps
               FROM gtfs_at GROUP BY place_id) AS platforms
       LEFT JOIN (SELECT kept.place_id, array_agg(DISTINCT route.mode ORDER BY route.mode) AS modes
                    FROM gtfs_kept AS kept JOIN gtfs_trip AS trip ON trip.trip_id = kept.trip_id AND trip.ok
                    JOIN gtfs_route AS route ON route.route_id = trip.route_id AND route.ok
                   GROUP BY kept.place_id) AS served ON served.place_id = platforms.place_id
      WHERE stop.ok AND platforms.place_id = stop.id`,
  );
}
