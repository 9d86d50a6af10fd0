import type { ImportJob } from '@modellregion/subgraph-kit';
import { rejectDoubles } from './reject-doubles.js';
import type { StagedFile } from './stage-file.js';

/** What trips refer to, once it is settled. */
export interface TripFiles {
  readonly calendar: StagedFile;
  readonly days: StagedFile;
  readonly trips: StagedFile;
  readonly calls: StagedFile;
  readonly frequencies: StagedFile;
}

/**
 * Leaves `gtfs_known`: every service with weekdays and period, those that only list their days with the weekdays 0.
 */
export async function settleServices({ client }: ImportJob, { calendar, days }: TripFiles): Promise<void> {
  await rejectDoubles(client, calendar, ['service_id'], 'service_id');
  // Without its weekdays a service would run on the added days alone.
  await days.staged.reject(
    `EXISTS (SELECT FROM gtfs_service AS service WHERE service.service_id = gtfs_day.service_id)
     AND NOT EXISTS (SELECT FROM gtfs_service AS service WHERE service.service_id = gtfs_day.service_id AND service.ok)`,
    'service_id',
    `'its service "' || service_id || '" was rejected'`,
  );
  await rejectDoubles(client, days, ['service_id', 'day'], 'date');
  await client.query(
    `CREATE TEMP TABLE gtfs_known ON COMMIT DROP AS
     SELECT coalesce(service.service_id, listed.service_id) AS service_id, coalesce(service.weekdays, 0) AS weekdays,
            coalesce(service.valid_from, listed.first_day) AS valid_from,
            coalesce(service.valid_to, listed.last_day) AS valid_to, listed.service_id IS NOT NULL AS has_days
       FROM (SELECT * FROM gtfs_service WHERE ok) AS service
       FULL JOIN (SELECT service_id, min(day) AS first_day, max(day) AS last_day
                    FROM gtfs_day WHERE ok GROUP BY service_id) AS listed ON listed.service_id = service.service_id`,
  );
  await client.query('CREATE INDEX ON gtfs_known (service_id)');
}

/** Rejects trips and calls that refer to nothing, or to what was rejected. */
export async function settleReferences(
  { client }: ImportJob,
  { trips, calls, frequencies }: TripFiles,
): Promise<void> {
  await rejectDoubles(client, trips, ['trip_id'], 'trip_id');
  await trips.staged.reject(
    'NOT EXISTS (SELECT FROM gtfs_route AS route WHERE route.route_id = gtfs_trip.route_id AND route.ok)',
    'route_id',
    `CASE WHEN EXISTS (SELECT FROM gtfs_route AS route WHERE route.route_id = gtfs_trip.route_id)
          THEN 'its route "' || route_id || '" was rejected'
          ELSE 'route "' || route_id || '" is not in routes.txt' END`,
  );
  await trips.staged.reject(
    'NOT EXISTS (SELECT FROM gtfs_known AS known WHERE known.service_id = gtfs_trip.service_id)',
    'service_id',
    `CASE WHEN EXISTS (SELECT FROM gtfs_service AS service WHERE service.service_id = gtfs_trip.service_id)
            OR EXISTS (SELECT FROM gtfs_day AS day WHERE day.service_id = gtfs_trip.service_id)
          THEN 'its service "' || service_id || '" was rejected'
          ELSE 'service "' || service_id || '" is neither in calendar.txt nor in calendar_dates.txt' END`,
  );
  await client.query('CREATE INDEX ON gtfs_trip (trip_id)');
  for (const { staged } of [calls, frequencies]) {
    await staged.reject(
      `NOT EXISTS (SELECT FROM gtfs_trip AS trip WHERE trip.trip_id = ${staged.name}.trip_id)`,
      'trip_id',
      `'trip "' || trip_id || '" is not in trips.txt'`,
    );
  }
  // Without its headways a trip would run once, at times that only say how long it takes.
  await trips.staged.reject(
    `EXISTS (SELECT FROM gtfs_frequency AS headway WHERE headway.trip_id = gtfs_trip.trip_id)
     AND NOT EXISTS (SELECT FROM gtfs_frequency AS headway WHERE headway.trip_id = gtfs_trip.trip_id AND headway.ok)`,
    'trip_id',
    `'its rows in frequencies.txt were rejected'`,
  );
  await calls.staged.reject(
    'NOT EXISTS (SELECT FROM gtfs_stop AS stop WHERE stop.stop_id = gtfs_call.stop_id AND coalesce(stop.kind, 0) <= 1)',
    'stop_id',
    `CASE WHEN EXISTS (SELECT FROM gtfs_stop AS stop WHERE stop.stop_id = gtfs_call.stop_id)
          THEN '"' || stop_id || '" is an entrance, a node or a boarding area: nothing calls there'
          ELSE 'stop "' || stop_id || '" is not in stops.txt' END`,
  );
}

/**
 * Rejects trips whose times go back, and fills in the times between the given ones, in equal steps. A trip whose times
 * contradict one another cannot be trusted at any of its stops.
 */
export async function settleTimes({ client }: ImportJob, { trips, calls }: TripFiles): Promise<void> {
  await rejectDoubles(client, calls, ['trip_id', 'sequence'], 'stop_sequence');
  await client.query(
    `UPDATE gtfs_call AS call SET ok = false,
            fault_column = CASE WHEN checked.departure < checked.arrival THEN 'departure_time' ELSE 'arrival_time' END,
            fault_reason = CASE WHEN checked.departure < checked.arrival THEN 'before arrival_time'
                                ELSE 'before the departure that line ' || checked.line_before || ' has' END
                           || ': trip "' || checked.trip_id || '" was rejected'
       FROM (SELECT record, trip_id, arrival, departure, lag(departure) OVER way AS before, lag(line) OVER way AS line_before
               FROM gtfs_call WHERE ok AND departure IS NOT NULL
             WINDOW way AS (PARTITION BY trip_id ORDER BY sequence)) AS checked
      WHERE checked.record = call.record AND (checked.departure < checked.arrival OR checked.arrival < checked.before)`,
  );
  await client.query(
    `UPDATE gtfs_trip SET ok = false, fault_column = 'trip_id', fault_reason = 'its times go back at line ' || back.line || ' of stop_times.txt'
       FROM (SELECT trip_id, min(line) AS line FROM gtfs_call
              WHERE fault_column IN ('arrival_time', 'departure_time') GROUP BY trip_id) AS back
      WHERE gtfs_trip.ok AND back.trip_id = gtfs_trip.trip_id`,
  );
  await client.query(
    `UPDATE gtfs_call AS call SET arrival = filled.at, departure = filled.at
       FROM (SELECT record, departure, (before + (after - before) * (n - n_before) / nullif(n_after - n_before, 0))::integer AS at
               FROM (SELECT record, departure, n,
                            max(departure) OVER past AS before, max(n) FILTER (WHERE departure IS NOT NULL) OVER past AS n_before,
                            min(arrival) OVER future AS after, min(n) FILTER (WHERE departure IS NOT NULL) OVER future AS n_after
                       FROM (SELECT *, row_number() OVER (PARTITION BY trip_id ORDER BY sequence) AS n
                               FROM gtfs_call WHERE ok AND trip_id IN
                                 (SELECT trip_id FROM gtfs_call WHERE ok AND departure IS NULL)) AS numbered
                     WINDOW past AS (PARTITION BY trip_id ORDER BY n),
                            future AS (PARTITION BY trip_id ORDER BY n ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
                    ) AS between_points) AS filled
      WHERE filled.record = call.record AND filled.departure IS NULL`,
  );
  await calls.staged.reject('departure IS NULL', 'departure_time', `'missing at an end of the trip'`);
  await client.query(
    `CREATE TEMP TABLE gtfs_ends ON COMMIT DROP AS
     SELECT trip_id, min(departure) AS start, min(departure) AS first_departure, max(sequence) AS last_sequence, count(*) AS calls
       FROM gtfs_call WHERE ok GROUP BY trip_id`,
  );
  await client.query('CREATE INDEX ON gtfs_ends (trip_id)');
  await trips.staged.reject(
    'NOT EXISTS (SELECT FROM gtfs_ends AS ends WHERE ends.trip_id = gtfs_trip.trip_id AND ends.calls > 1)',
    'trip_id',
    `'calls at fewer than two stops in stop_times.txt'`,
  );
}

/** The longest ride that a timetable of the region holds, in seconds. */
const LONGEST_RIDE = 18 * 60 * 60;

/**
 * Leaves `gtfs_kept`: the calls at places that came in. A trip that leaves the region goes on there for us, and its last
 * call here may be boarded; one that never touches it is rejected.
 */
export async function keepCalls({ client }: ImportJob, { trips, calls }: TripFiles): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE gtfs_kept ON COMMIT DROP AS
     SELECT call.record, call.trip_id, call.sequence, call.departure, at.place_id, at.platform,
            call.boarding AND call.sequence < ends.last_sequence AS boarding
       FROM gtfs_call AS call
       JOIN gtfs_trip AS trip ON trip.trip_id = call.trip_id AND trip.ok
       JOIN gtfs_ends AS ends ON ends.trip_id = call.trip_id
       JOIN gtfs_at AS at ON at.stop_id = call.stop_id
      WHERE call.ok`,
  );
  await client.query('CREATE INDEX ON gtfs_kept (trip_id, sequence)');
  await client.query('ANALYZE gtfs_kept, gtfs_ends');
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM gtfs_call AS call
       JOIN gtfs_trip AS trip ON trip.trip_id = call.trip_id AND trip.ok
      WHERE call.ok AND NOT EXISTS (SELECT FROM gtfs_at AS at WHERE at.stop_id = call.stop_id)`,
  );
  const dropped = rows[0]?.n ?? 0;
  if (dropped > 0) {
    const reason = `${dropped.toLocaleString('en')} calls at stops that were rejected; their trips go without them`;
    calls.findings.add({ level: 'rejected', line: null, record: 0, column: 'stop_id', reason });
  }
  // Who rides far longer before the region begins, begins for us where it does.
  await client.query(
    `UPDATE gtfs_ends AS ends SET start = kept.first_departure
       FROM (SELECT trip_id, min(departure) AS first_departure, max(departure) AS last_departure FROM gtfs_kept GROUP BY trip_id) AS kept
      WHERE kept.trip_id = ends.trip_id AND kept.last_departure - ends.start > ${String(LONGEST_RIDE)}`,
  );
  await calls.staged.reject(
    `record IN (SELECT kept.record FROM gtfs_kept AS kept JOIN gtfs_ends AS ends ON ends.trip_id = kept.trip_id
                 WHERE kept.departure - ends.start > ${String(LONGEST_RIDE)})`,
    'departure_time',
    `'more than 18 hours after the trip began'`,
  );
  await client.query(
    `DELETE FROM gtfs_kept AS kept USING gtfs_ends AS ends
      WHERE ends.trip_id = kept.trip_id AND kept.departure - ends.start > ${String(LONGEST_RIDE)}`,
  );
  await trips.staged.reject(
    'NOT EXISTS (SELECT FROM gtfs_kept AS kept WHERE kept.trip_id = gtfs_trip.trip_id)',
    'trip_id',
    `'none of its stops was taken over'`,
  );
}
