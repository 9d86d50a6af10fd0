import type { ImportJob, PartReport } from '@modellregion/subgraph-kit';
import type { StagedFile } from './stage-file.js';
import type { Written } from './write-timetable.js';

type Client = ImportJob['client'];

/** How many rows of a file became what; all others of it were rejected. */
interface Became {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly merged: number;
  readonly withdrawn?: number;
}

/** The files of a feed by what they are. */
export interface FeedStages {
  readonly stops: StagedFile;
  readonly routes: StagedFile;
  readonly calendar: StagedFile;
  readonly days: StagedFile;
  readonly trips: StagedFile;
  readonly calls: StagedFile;
  readonly frequencies: StagedFile;
}

/**
 * What became of the rows of each file. Platforms count as what became of their quay, or as merged into their place;
 * rows of stop_times.txt and frequencies.txt as what became of their trip.
 */
export async function partsOf(
  client: Client,
  stages: FeedStages,
  { places, lines, withdrawn }: Written,
): Promise<readonly PartReport[]> {
  await client.query(
    `CREATE TEMP TABLE gtfs_became ON COMMIT DROP AS
     SELECT trip_id, CASE WHEN bool_and(became = 'inserted') THEN 'inserted'
                          WHEN bool_and(became = 'unchanged') THEN 'unchanged' ELSE 'updated' END AS became
       FROM gtfs_wanted_trip GROUP BY trip_id`,
  );
  const quays = await tally(
    client,
    `gtfs_quay AS wanted JOIN gtfs_at AS at ON at.quay_id = wanted.id WHERE NOT at.is_place`,
  );
  const stops = {
    inserted: places.inserted + quays.inserted,
    updated: places.updated + quays.updated,
    unchanged: places.unchanged + quays.unchanged,
    merged: places.merged + (await goneIntoPlaces(client)),
    withdrawn: places.withdrawn,
  };
  const services = await tally(
    client,
    `gtfs_wanted_service AS wanted WHERE EXISTS
       (SELECT FROM gtfs_service AS service WHERE service.ok AND service.service_id = wanted.service_id)`,
  );
  const trips = await tally(client, 'gtfs_became AS wanted');
  return [
    part(stages.stops, stops),
    part(stages.routes, lines),
    part(stages.calendar, { ...services, withdrawn: withdrawn.services }),
    part(stages.days, { ...(await tally(client, 'gtfs_wanted_day AS wanted')), withdrawn: withdrawn.days }),
    part(stages.trips, { ...trips, withdrawn: withdrawn.trips }),
    part(stages.calls, await tally(client, 'gtfs_kept AS kept JOIN gtfs_became AS wanted USING (trip_id)')),
    part(
      stages.frequencies,
      await tally(
        client,
        'gtfs_frequency AS headway JOIN gtfs_became AS wanted USING (trip_id) WHERE headway.ok',
      ),
    ),
  ].flat();
}

function part({ file, there, read }: StagedFile, became: Became): readonly PartReport[] {
  if (!there) return [];
  const { inserted, updated, unchanged, merged, withdrawn = 0 } = became;
  const rejected = read - inserted - updated - unchanged - merged;
  return [{ name: file, counts: { read, inserted, updated, unchanged, merged, rejected, withdrawn } }];
}

/** Platforms that are no quay of their own; entrances, nodes and boarding areas. */
async function goneIntoPlaces(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM gtfs_at AS at
              WHERE NOT is_place AND NOT EXISTS (SELECT FROM gtfs_quay AS quay WHERE quay.id = at.quay_id))::int
          + (SELECT count(*) FROM gtfs_stop WHERE kind > 1 AND fault_reason IS NULL)::int AS n`,
  );
  return rows[0]?.n ?? 0;
}

/** @param from FROM and WHERE in which the alias `wanted` has the column `became` */
async function tally(client: Client, from: string): Promise<Became> {
  const { rows } = await client.query<{ became: string; n: number }>(
    `SELECT wanted.became, count(*)::int AS n FROM ${from} GROUP BY wanted.became`,
  );
  const of = (became: string): number => rows.find((row) => row.became === became)?.n ?? 0;
  return { inserted: of('inserted'), updated: of('updated'), unchanged: of('unchanged'), merged: 0 };
}
