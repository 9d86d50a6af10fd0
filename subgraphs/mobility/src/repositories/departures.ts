import { groupLoader, loaderPer, type Loader } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { DepartureRecord } from './records.js';

/** From when, and how many of each stop. */
export interface Departures {
  /** Default: the time of the request. */
  readonly from?: Date | null | undefined;
  readonly first: number;
}

export interface DepartureRepository {
  /** By stop, in order of planned time, trip. */
  readonly ofStop: (args: Departures) => Loader<readonly DepartureRecord[]>;
}

export function departureRepository(db: PrismaClient, now: Date): DepartureRepository {
  const perStart = loaderPer(({ from, first }: { from: Date; first: number }) =>
    groupLoader(
      (stopIds) => db.$queryRaw<DepartureRecord[]>(departuresStatement(stopIds, from, first)),
      (departure: DepartureRecord) => departure.stopId,
    ),
  );
  return { ofStop: ({ from, first }) => perStart({ from: from ?? now, first }) };
}

/**
 * The next departures of many stops, worked out from the weekly timetable: trips of the patterns that stop
 * there, on each service day from yesterday (its night trips) to a week ahead.
 *
 * A trip starts when the clock shows its time (`instant_of`) and then rides for so many real minutes: at a
 * clock change no stop comes before the one before it.
 *
 * Most stops have enough departures until the night after tomorrow. Only for those that have not, the days
 * after are looked at; all of their trips start at 03:00 of the first of them or later.
 */
export function departuresStatement(stopIds: readonly string[], from: Date, first: number): Prisma.Sql {
  return Prisma.sql`
    WITH clock AS (
      SELECT here, here::date AS today, instant_of(here::date + 2, 180) AS far_begins
        FROM (SELECT ${from}::timestamptz AT TIME ZONE 'Europe/Berlin') AS now (here)
    ), days AS (
      SELECT ahead, today + ahead AS day, 1 << (extract(isodow FROM today + ahead)::int - 1) AS bit,
             (extract(epoch FROM here - (today + ahead)) / 60)::int AS minute,
             instant_of(today + ahead, 0) AS midnight,
             instant_of(today + ahead, 2880) - instant_of(today + ahead, 0) = interval '48 hours' AS is_even
        FROM clock CROSS JOIN generate_series(-1, 7) AS ahead
    )
    SELECT asked.stop_id AS "stopId", run.trip_id || '@' || to_char(run.day, 'YYYYMMDD') AS "tripId",
           line_pattern.line_id AS "lineId", line_pattern.headsign, run.platform, run.planned_at AS "plannedAt",
           coalesce(exception.cancelled, false) AS cancelled,
           CASE WHEN NOT exception.cancelled
                THEN run.planned_at + exception.delay_minutes * interval '1 minute' END AS "estimatedAt"
      FROM unnest(${stopIds}::text[]) AS asked (stop_id)
     CROSS JOIN LATERAL (
       WITH near AS (${runs(Prisma.sql`days.ahead <= 1`, from, first)})
       SELECT * FROM near
        UNION ALL
       SELECT * FROM (${runs(Prisma.sql`days.ahead > 1`, from, first)}) AS far
        WHERE (SELECT count(*) FROM near WHERE planned_at < (SELECT far_begins FROM clock)) < ${first}
        ORDER BY planned_at, trip_id
        LIMIT ${first}
     ) AS run
      JOIN line_pattern ON line_pattern.id = run.pattern_id
      LEFT JOIN trip_exception AS exception
        ON exception.trip_id = run.trip_id AND exception.service_day = run.day
     ORDER BY asked.stop_id, run.planned_at, run.trip_id`;
}

/**
 * The first runs from one stop on some service days. Of each pattern and day the index gives them in order, so
 * that few more than `first` are read; the hour of leeway before `from` is for the clock changes. Without one
 * near, a start is midnight and so many minutes, which is ten times cheaper than asking the time zone. What a
 * timetable says of single days comes before weekday and period, and is only looked up for trips that have it.
 */
function runs(days: Prisma.Sql, from: Date, first: number): Prisma.Sql {
  return Prisma.sql`
    SELECT starting.id AS trip_id, days.day, pattern_stop.pattern_id, pattern_stop.platform, starting.planned_at
      FROM pattern_stop CROSS JOIN days
     CROSS JOIN LATERAL (
       SELECT trip.id, timing.planned_at
         FROM trip CROSS JOIN LATERAL (
           SELECT CASE WHEN days.is_even THEN days.midnight + trip.start_minute * interval '1 minute'
                       ELSE instant_of(days.day, trip.start_minute) END
                  + pattern_stop.offset_minutes * interval '1 minute'
         ) AS timing (planned_at)
        WHERE trip.pattern_id = pattern_stop.pattern_id
          AND trip.start_minute >= days.minute - pattern_stop.offset_minutes - 61
          AND coalesce(
                CASE WHEN trip.service_id IS NOT NULL THEN (
                  SELECT service_day.runs FROM service_day
                   WHERE service_day.service_id = trip.service_id AND service_day.day = days.day - trip.day_shift) END,
                trip.weekdays & days.bit <> 0 AND days.day BETWEEN trip.valid_from AND trip.valid_to)
          AND timing.planned_at >= ${from}::timestamptz
          AND timing.planned_at < ${from}::timestamptz + interval '7 days'
        ORDER BY trip.start_minute, trip.id
        LIMIT ${first}
     ) AS starting
     WHERE pattern_stop.stop_id = asked.stop_id AND pattern_stop.boarding AND ${days}
     ORDER BY starting.planned_at, starting.id
     LIMIT ${first}`;
}
