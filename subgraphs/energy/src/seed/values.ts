import type { EventEmitter } from 'node:events';
import { ROWS_WRITTEN, type RowCounts, type SeedContext } from '@modellregion/subgraph-kit';
import type { World } from './world.js';

/** How far back quarter-hours go. */
const MONTHS_OF_QUARTERS = { small: 2, demo: 12, large: 12 } as const;
const MONTHS_OF_MONTHS = 12;

/** Meters of one statement: a third of a million values each time. */
const METERS_OF_QUARTERS = 10;
const METERS_OF_MONTHS = 30_000;

/** Share of each hour of a day in what flows, 1 on average: working day and weekend of a household, of a business. */
const SHAPES = {
  home: [
    55, 45, 40, 40, 42, 60, 100, 130, 115, 100, 95, 105, 125, 110, 95, 90, 100, 125, 155, 175, 170, 145, 110,
    73,
  ],
  homeWeekend: [
    65, 52, 44, 41, 40, 45, 62, 90, 120, 140, 140, 145, 150, 130, 110, 100, 105, 125, 150, 160, 150, 125, 100,
    71,
  ],
  business: [
    50, 50, 50, 50, 52, 60, 90, 140, 165, 170, 170, 165, 150, 160, 160, 150, 130, 105, 80, 65, 58, 55, 52, 50,
  ],
  businessWeekend: [
    48, 48, 48, 48, 48, 48, 50, 55, 60, 62, 62, 62, 60, 60, 58, 56, 54, 52, 50, 48, 48, 48, 48, 48,
  ],
} as const;

/**
 * Meters with what flows through them in a year, in thousandths of their unit. A hash of the meter's number decides
 * where in the usual range it lies, so that everybody's values are the same on every machine.
 */
const METERS = `
  SELECT point.number AS meter, point.smart, location.medium,
         CASE WHEN location.direction = 'FEED_IN' THEN 'SOLAR'
              WHEN location.customer_resident_id IS NULL THEN 'BUSINESS' ELSE 'HOME' END AS kind,
         CASE WHEN location.direction = 'FEED_IN' THEN unit.gross_power_w * 684
              ELSE round(1000 * (least_value + (most_value - least_value) * (hashint4extended(point.number, 1) & 1023) / 1023.0))
         END::bigint AS yearly
    FROM metering_point AS point
    JOIN market_location AS location USING (malo_id)
    LEFT JOIN generation_unit AS unit ON unit.feed_in_malo_id = location.malo_id
   CROSS JOIN LATERAL (
     SELECT CASE WHEN point.meter_kind = 'LOAD_PROFILE' THEN ARRAY[150000, 900000]
                 WHEN location.medium = 'GAS' THEN ARRAY[700, 2600]
                 WHEN location.medium = 'DISTRICT_HEAT' THEN ARRAY[5000, 16000]
                 WHEN location.medium = 'WATER' THEN ARRAY[35, 180]
                 WHEN location.customer_resident_id IS NULL THEN ARRAY[6000, 60000]
                 ELSE ARRAY[1400, 5600] END AS usual
   ) AS ranged
   CROSS JOIN LATERAL (SELECT usual[1] AS least_value, usual[2] AS most_value) AS bounds`;

/**
 * Draws the metered values in the database, a row for each quarter-hour or month: millions of rows need no memory
 * here, and no way through a connection. Some stretches of six hours are missing, some are substitute values, and the
 * last three days are preliminary, as with real meters.
 *
 * @param before rows of other tables, for the progress that is shown
 */
export async function writeValues(
  client: SeedContext['client'],
  { profile, today }: Pick<World, 'profile' | 'today'>,
  before: RowCounts,
): Promise<{ readonly quarters: number; readonly months: number }> {
  const values = { quarters: 0, months: 0 };
  const wrote = (kind: keyof typeof values, count: number | null): void => {
    values[kind] += count ?? 0;
    const counts = { ...before, quarter_hour_value: values.quarters, month_value: values.months };
    (client as EventEmitter).emit(ROWS_WRITTEN, counts);
  };
  const { home, homeWeekend, business, businessWeekend } = SHAPES;
  const calendar = [today, MONTHS_OF_QUARTERS[profile], home, homeWeekend, business, businessWeekend];
  // The planner knows nothing yet of what this transaction has written.
  await client.query('ANALYZE market_location, metering_point, generation_unit');
  await client.query(CALENDAR, calendar);
  // Built once over all rows, the index takes half the time that growing it row by row does.
  await client.query('ALTER TABLE quarter_hour_value DROP CONSTRAINT quarter_hour_value_pkey');
  for (const meters of await smartMeters(client)) {
    wrote('quarters', (await client.query(QUARTERS, [today, meters])).rowCount);
  }
  await client.query(
    'ALTER TABLE quarter_hour_value ADD CONSTRAINT quarter_hour_value_pkey PRIMARY KEY (meter, quarter)',
  );
  await client.query('DROP TABLE seed_calendar');
  await client.query(LAST_OF_QUARTERS);
  const last = await client.query<{ number: number }>(
    'SELECT coalesce(max(number), 0) AS number FROM metering_point',
  );
  for (let after = 0; after < (last.rows[0]?.number ?? 0); after += METERS_OF_MONTHS) {
    const upTo = after + METERS_OF_MONTHS;
    wrote('months', (await client.query(MONTHS, [today, MONTHS_OF_MONTHS, after, upTo])).rowCount);
  }
  await client.query(LAST_OF_MONTHS, [today]);
  return values;
}

/** The numbers of the meters with quarter-hours, some at a time. */
async function smartMeters(client: SeedContext['client']): Promise<readonly (readonly number[])[]> {
  const { rows } = await client.query<{ numbers: number[] }>(
    `SELECT array_agg(number ORDER BY number) AS numbers
       FROM (SELECT number, row_number() OVER (ORDER BY number) - 1 AS place FROM metering_point WHERE smart) AS meter
      GROUP BY place / $1::int ORDER BY place / $1::int`,
    [METERS_OF_QUARTERS],
  );
  return rows.map(({ numbers }) => numbers);
}

/**
 * What time of day and year makes of each quarter-hour, for all meters alike: a household, a business, and the sun over
 * the region (52° north, 9° east; 0.2027 is the mean of the sine of its height, nights included) behind the clouds
 * of the day.
 */
const CALENDAR = `
  CREATE TEMPORARY TABLE seed_calendar ON COMMIT DROP AS
  SELECT (extract(epoch FROM at)::bigint / 900)::int AS quarter,
         (CASE WHEN weekend THEN $4::float8[] ELSE $3::float8[] END)[1 + hour] / 100 * season AS home,
         (CASE WHEN weekend THEN $6::float8[] ELSE $5::float8[] END)[1 + hour] / 100 AS business,
         greatest(0, sind(51.75) * sind(tilt) + cosd(51.75) * cosd(tilt) * cosd(15 * (solar_hour - 12))) / 0.2027
           * clouds / 0.625 AS sun
    FROM generate_series(($1::date - make_interval(months => $2)) AT TIME ZONE 'Europe/Berlin',
                         $1::date::timestamp AT TIME ZONE 'Europe/Berlin' - interval '15 minutes',
                         '15 minutes') AS at
   CROSS JOIN LATERAL (
     SELECT at AT TIME ZONE 'Europe/Berlin' AS here, at AT TIME ZONE 'UTC' AS utc
   ) AS clocks
   CROSS JOIN LATERAL (
     SELECT extract(isodow FROM here) > 5 AS weekend, extract(hour FROM here)::int AS hour,
            1 + 0.15 * cosd(360 * (extract(doy FROM here)::float8 - 15) / 365) AS season,
            -23.44 * cosd(360 * (extract(doy FROM here)::float8 + 10) / 365) AS tilt,
            extract(epoch FROM utc::time)::float8 / 3600 + 8.75 / 15 AS solar_hour,
            0.25 + 0.75 * (hashint4extended((utc::date - date '2000-01-01'), 5) & 1023) / 1023 AS clouds
   ) AS day`;

/** Meter by meter in the order of time, so that a series lies together on the disk. */
const QUARTERS = `
  INSERT INTO quarter_hour_value (meter, quarter, amount, status)
  SELECT meter.meter, value.quarter, value.amount, value.status
    FROM (SELECT * FROM (${METERS}) AS every_meter WHERE meter = ANY ($2) ORDER BY meter) AS meter
   CROSS JOIN LATERAL (
     SELECT quarter,
            round(meter.yearly / 35040.0::float8
                  * CASE meter.kind WHEN 'SOLAR' THEN sun WHEN 'BUSINESS' THEN business ELSE home END
                  * (0.6 + 0.8 * (hashint8extended(quarter::bigint * 100003 + meter.meter, 7) & 1023) / 1023))::int AS amount,
            CASE WHEN quarter >= extract(epoch FROM ($1::date - 3)::timestamp AT TIME ZONE 'Europe/Berlin') / 900 THEN 2
                 WHEN lot < 10 THEN 1 ELSE 0 END AS status
       FROM seed_calendar
      CROSS JOIN LATERAL (
        SELECT hashint8extended(meter.meter::bigint * 1000003 + quarter / 24, 11) & 511 AS lot
      ) AS drawn
      WHERE lot >= 2
   ) AS value`;

/** The register shows what flowed since the meter was set, and before that as much as a hash says. */
const LAST_OF_QUARTERS = `
  UPDATE metering_point
     SET last_read_at = to_timestamp((last.quarter + 1) * 900::bigint), last_status = 'TRUE_VALUE',
         last_register = last.amount + 1000 * (hashint4extended(number, 2) & 16383)
    FROM (SELECT meter, sum(amount) AS amount,
                 (SELECT max(quarter) FROM quarter_hour_value AS value WHERE value.meter = day_value.meter) AS quarter
            FROM day_value GROUP BY meter) AS last
   WHERE last.meter = number`;

/** Months before the one of today: heating follows the winter, solar systems the summer. */
const MONTHS = `
  INSERT INTO month_value (meter, month, amount, status)
  SELECT meter, month, amount, CASE WHEN lot < 20 THEN 1 WHEN ago = 1 AND lot % 4 = 0 THEN 2 ELSE 0 END
    FROM (SELECT * FROM (${METERS}) AS every_meter WHERE NOT smart AND meter > $3 AND meter <= $4) AS meters
   CROSS JOIN LATERAL (
     SELECT ago, (date_trunc('month', $1::date::timestamp) - make_interval(months => ago))::date AS month
       FROM generate_series(1, $2::int) AS ago
   ) AS months
   CROSS JOIN LATERAL (
     SELECT hashint8extended(meter::bigint * 10007 + (month - date '2000-01-01'), 3) & 1023 AS lot
   ) AS drawn
   CROSS JOIN LATERAL (
     SELECT round(yearly / 12.0 * (0.9 + 0.2 * lot / 1023) * (1 + cosd(30 * (extract(month FROM month)::float8 - 0.5))
              * CASE WHEN kind = 'SOLAR' THEN -0.8 WHEN medium IN ('GAS', 'DISTRICT_HEAT') THEN 0.85
                     WHEN medium = 'WATER' THEN -0.1 ELSE 0.15 END))::bigint AS amount
   ) AS flow
   WHERE lot >= 5`;

const LAST_OF_MONTHS = `
  UPDATE metering_point
     SET last_read_at = date_trunc('month', $1::date::timestamp) AT TIME ZONE 'Europe/Berlin',
         last_status = 'TRUE_VALUE', last_register = last.amount + 1000 * (hashint4extended(number, 2) & 16383)
    FROM (SELECT meter, sum(amount) AS amount FROM month_value GROUP BY meter) AS last
   WHERE last.meter = number`;
