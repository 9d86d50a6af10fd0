import { groupLoader } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import { loaderPer } from './loader-per.js';
import type { Point } from './records.js';
import type { Table } from './tables.js';

/** How far to look, in metres, and how many to take. */
export interface Nearby {
  readonly radiusM: number;
  readonly first: number;
}

/** Finds what is nearest to a point. */
export interface NearestLoader<Row> {
  load(point: Point): Promise<readonly Row[]>;
}

/**
 * Loaders for the rows nearest to a point by great circle, equal distances by id: one statement for all points.
 * For each it walks the GiST index outwards (`<->`) and stops after `first` rows; the box around the point
 * (`<@`) ends the walk where fewer lie within the radius.
 *
 * @param id columns that tell rows of equal distance apart
 */
export function nearest<Row>(
  db: PrismaClient,
  table: Table,
  id: string,
): (args: Nearby) => NearestLoader<Row> {
  return loaderPer(({ radiusM, first }) => {
    const loader = groupLoader<string, { key: string; row: Row }>(
      async (keys) => {
        const rows = await db.$queryRaw<(Row & { key: string })[]>(
          nearestStatement(table, id, keys.map(pointOf), { radiusM, first }),
        );
        return rows.map((row) => ({ key: row.key, row }));
      },
      ({ key }) => key,
    );
    return { load: async (point) => (await loader.load(keyOf(point))).map(({ row }) => row) };
  });
}

/** The statement of {@link nearest}; a test explains it. */
export function nearestStatement(
  table: Table,
  id: string,
  points: readonly Point[],
  { radiusM, first }: Nearby,
): Prisma.Sql {
  const tie = Prisma.raw(id);
  return Prisma.sql`
    SELECT asked.key, found.*
      FROM (
        SELECT key, earth_position(lat, lon) AS here
          FROM unnest(${points.map(keyOf)}::text[], ${points.map((it) => it.lat)}::float8[],
                      ${points.map((it) => it.lon)}::float8[]) AS point (key, lat, lon)
      ) AS asked
     CROSS JOIN LATERAL (
       SELECT position <-> asked.here AS chord, ${table.columns}
         FROM ${table.name}
        WHERE position <@ cube_enlarge(asked.here, chord_of(${radiusM}), 3)
          AND position <-> asked.here <= chord_of(${radiusM})
        ORDER BY position <-> asked.here, ${tie}
        LIMIT ${first}
     ) AS found
     ORDER BY asked.key, found.chord`;
}

function keyOf({ lat, lon }: Point): string {
  return `${lat} ${lon}`;
}

function pointOf(key: string): Point {
  const [lat = Number.NaN, lon = Number.NaN] = key.split(' ').map(Number);
  return { lat, lon };
}
