import { groupLoader, loaderPer, type Loader } from '@modellregion/subgraph-kit';
import { pointsOf, type SeriesRange } from '../arguments.js';
import type { Resolution } from '../generated/graphql.js';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { MeteringRepository } from './metering.js';
import type { MeteringPointRecord, SeriesRecord } from './records.js';

export interface SeriesRepository {
  /** By market location. */
  readonly ofLocation: (range: SeriesRange) => Loader<SeriesRecord>;
}

/** A point as the statement returns it. */
interface PointRow {
  readonly maloId: string;
  readonly from: Date;
  readonly to: Date;
  /** Thousandths of the unit. */
  readonly amount: number | null;
  readonly complete: boolean;
  /** Place in {@link STATUS}. */
  readonly status: number | null;
}

/** The meter that a market location is measured by; null for one without any. */
export interface Metered {
  readonly maloId: string;
  readonly meter: number | null;
  readonly smart: boolean;
}

/**
 * Points that one statement draws at most: a hundred meters with quarter-hours of a month are three statements, of
 * which none comes near to its time limit on a busy machine. A hundred meters with a year of days are one.
 */
const POINTS_PER_STATEMENT = 100_000;

/** By the numbers in the tables of values: the greatest is the worst. */
const STATUS = ['TRUE_VALUE', 'SUBSTITUTE', 'PRELIMINARY'] as const;

export function seriesRepository(db: PrismaClient, metering: MeteringRepository): SeriesRepository {
  const pointsPer = loaderPer((range: SeriesRange) =>
    groupLoader<string, PointRow>(
      async (maloIds) => {
        const meters = await Promise.all(maloIds.map((id) => metering.ofLocation.load(id)));
        const metered = maloIds.flatMap((maloId, i) => meteredOf(maloId, meters[i] ?? []));
        return db.$queryRaw<PointRow[]>(seriesStatement(metered, range));
      },
      ({ maloId }) => maloId,
      { maxBatch: Math.max(1, Math.floor(POINTS_PER_STATEMENT / pointsOf(range))) },
    ),
  );
  return {
    ofLocation: (range) => {
      const points = pointsPer(range);
      return {
        load: async (maloId) => seriesOf(await points.load(maloId), await metering.ofLocation.load(maloId)),
      };
    },
  };
}

function meteredOf(maloId: string, meters: readonly MeteringPointRecord[]): readonly Metered[] {
  // Without a meter there is still a series, so that everybody sees that it is empty.
  if (meters.length === 0) return [{ maloId, meter: null, smart: false }];
  return meters.map(({ number, smart }) => ({ maloId, meter: number, smart }));
}

function seriesOf(rows: readonly PointRow[], meters: readonly MeteringPointRecord[]): SeriesRecord {
  const amounts = rows.flatMap(({ amount }) => amount ?? []);
  return {
    unit: meters[0]?.unit ?? 'KWH',
    total: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0) / 1000,
    complete: rows.every(({ complete }) => complete),
    finestResolution: meters.length > 0 && meters.every(({ smart }) => smart) ? 'QUARTER_HOUR' : 'MONTH',
    points: rows.map(({ from, to, amount, complete, status }) => ({
      from,
      to,
      value: amount === null ? null : amount / 1000,
      complete,
      status: STATUS[status ?? -1] ?? null,
    })),
  };
}

/**
 * The points of some market locations in one statement, those of a location in order of time; a point without any value is
 * there all the same. Each meter is one walk over its own values in an index: over quarter-hours for quarter-hours and
 * hours, over the days that the database keeps for days and months, with the quarter-hours before the first and after
 * the last whole day. A point is complete when each meter has every quarter-hour of it: 92 or 100 on the days of the
 * clock changes.
 */
export function seriesStatement(
  metered: readonly Metered[],
  { from, to, resolution }: SeriesRange,
): Prisma.Sql {
  return Prisma.sql`
    WITH metered AS (
      SELECT * FROM unnest(${metered.map((it) => it.maloId)}::text[], ${metered.map((it) => it.meter)}::int[],
                           ${metered.map((it) => it.smart)}::boolean[]) AS metered (malo_id, meter, smart)
    ), range AS MATERIALIZED (
      SELECT begins, ends, ${quarterOf('begins')} AS first, ${quarterOf('ends')} AS beyond, first_day, beyond_day,
             CASE WHEN first_day < beyond_day THEN first_quarter_of(first_day) ELSE ${quarterOf('ends')} END AS before_days,
             CASE WHEN first_day < beyond_day THEN first_quarter_of(beyond_day) ELSE ${quarterOf('ends')} END AS after_days
        FROM (SELECT ${from}::timestamptz AS begins, ${to}::timestamptz AS ends) AS asked
       CROSS JOIN LATERAL (
         SELECT (begins AT TIME ZONE 'Europe/Berlin' + interval '1 day' - interval '1 microsecond')::date AS first_day,
                (ends AT TIME ZONE 'Europe/Berlin')::date AS beyond_day
       ) AS whole_days
    ), point AS MATERIALIZED (
      SELECT begins, ends, key, ${quarterOf('ends')} - ${quarterOf('begins')} AS quarters
        FROM (
          SELECT greatest(span.begins, range.begins) AS begins, least(span.ends, range.ends) AS ends,
                 ${KEYS[resolution].ofSpan} AS key
            FROM range CROSS JOIN LATERAL (${SPANS[resolution]}) AS span
        ) AS stretch
    )
    SELECT location.malo_id AS "maloId", series.*
      FROM (SELECT DISTINCT malo_id FROM metered) AS location
     CROSS JOIN LATERAL (
       SELECT point.begins AS "from", point.ends AS "to", sum(found.amount)::float8 AS amount,
              max(found.status)::int AS status,
              bool_and(found.key IS NOT NULL AND (NOT metered.smart OR found.present = point.quarters)) AS complete
         FROM metered CROSS JOIN point
         LEFT JOIN (
           SELECT metered.meter, value.*
             FROM metered CROSS JOIN range
            CROSS JOIN LATERAL (
              SELECT ${KEYS[resolution].ofValue} AS key, sum(amount) AS amount, max(status) AS status,
                     sum(present) AS present
                FROM (${VALUES[resolution]}) AS part
               GROUP BY 1
            ) AS value
            WHERE metered.malo_id = location.malo_id
         ) AS found ON found.meter = metered.meter AND found.key = point.key
        WHERE metered.malo_id = location.malo_id
        GROUP BY point.begins, point.ends
        ORDER BY point.begins
     ) AS series`;
}

/** The quarter-hour that an instant begins. */
function quarterOf(instant: 'begins' | 'ends'): Prisma.Sql {
  return Prisma.raw(`(extract(epoch FROM ${instant})::bigint / 900)::int`);
}

/** What says which point a value belongs to: a quarter-hour, or a day by the clock of the region. */
const KEYS: Readonly<Record<Resolution, { readonly ofSpan: Prisma.Sql; readonly ofValue: Prisma.Sql }>> = {
  QUARTER_HOUR: {
    ofSpan: Prisma.sql`(extract(epoch FROM span.begins)::bigint / 900)::int`,
    ofValue: Prisma.sql`quarter`,
  },
  // The last two bits count the quarters of an hour.
  HOUR: {
    ofSpan: Prisma.sql`(extract(epoch FROM span.begins)::bigint / 900)::int`,
    ofValue: Prisma.sql`quarter & -4`,
  },
  DAY: { ofSpan: Prisma.sql`(span.begins AT TIME ZONE 'Europe/Berlin')::date`, ofValue: Prisma.sql`day` },
  MONTH: {
    ofSpan: Prisma.sql`(span.begins AT TIME ZONE 'Europe/Berlin')::date`,
    ofValue: Prisma.sql`date_trunc('month', day::timestamp)::date`,
  },
};

/** The values of a smart meter in a stretch of the range. */
const quarters = (key: string, from: string, to: string): string => `
  SELECT ${key}, amount, status, 1 AS present FROM quarter_hour_value
   WHERE metered.smart AND ${from} < ${to} AND meter = metered.meter AND quarter >= ${from} AND quarter < ${to}`;

/** Those of whole days, and the quarter-hours before and after them. */
const DAYS = `
  SELECT day, amount, status, present FROM day_value
   WHERE metered.smart AND first_day < beyond_day
     AND meter = metered.meter AND day >= first_day AND day < beyond_day
   UNION ALL ${quarters('day_of_quarter(quarter)', 'first', 'before_days')}
   UNION ALL ${quarters('day_of_quarter(quarter)', 'after_days', 'beyond')}`;

/** Those of the other meters, which know whole months only. */
const MONTHS = `
  SELECT month, amount, status, NULL FROM month_value
   WHERE NOT metered.smart AND meter = metered.meter AND month >= first_day
     AND month <= beyond_day - interval '1 month'`;

const VALUES: Readonly<Record<Resolution, Prisma.Sql>> = {
  QUARTER_HOUR: Prisma.raw(quarters('quarter', 'first', 'beyond')),
  HOUR: Prisma.raw(quarters('quarter', 'first', 'beyond')),
  DAY: Prisma.raw(DAYS),
  MONTH: Prisma.raw(`${DAYS} UNION ALL ${MONTHS}`),
};

/**
 * The stretches of the calendar that a range touches, whole ones. Quarter-hours and hours are counted on the time that
 * passes, so the hour that comes twice in October is two; days and months follow the clock of the region.
 */
const SPANS: Readonly<Record<Resolution, Prisma.Sql>> = {
  QUARTER_HOUR: passing('15 minutes'),
  HOUR: passing('1 hour'),
  DAY: byTheClock('day'),
  MONTH: byTheClock('month'),
};

function passing(length: string): Prisma.Sql {
  return Prisma.raw(`
    SELECT begins, begins + interval '${length}' AS ends
      FROM generate_series(date_bin('${length}', range.begins, timestamptz 'epoch'),
                           range.ends - interval '1 microsecond', '${length}') AS begins`);
}

function byTheClock(unit: string): Prisma.Sql {
  return Prisma.raw(`
    SELECT begins, date_add(begins, interval '1 ${unit}', 'Europe/Berlin') AS ends
      FROM generate_series(date_trunc('${unit}', range.begins, 'Europe/Berlin'),
                           range.ends - interval '1 microsecond', '1 ${unit}', 'Europe/Berlin') AS begins`);
}
