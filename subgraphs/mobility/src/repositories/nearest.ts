import { groupLoader, loaderPer, type Table } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { Point } from './records.js';

/** How far to look, in metres, and how many to take. */
export interface Nearby {
  readonly radiusM: number;
  readonly first: number;
}

/** What decides between rows of equal distance. */
export interface Tie {
  readonly columns: string;
  /** The same columns under their names in the record. */
  readonly inRecord: string;
}

export const BY_ID: Tie = { columns: 'id', inRecord: 'found.id' };

/** Finds what is nearest to a point. */
export interface NearestLoader<Row> {
  load(point: Point): Promise<readonly Row[]>;
}

/** A table whose rows lie somewhere: its columns `lat` and `lon` have an SP-GiST index over `point(lon, lat)`. */
export interface PlacedTable extends Table {
  /** Which rows count; the condition of the index, if it has one. */
  readonly inUse: Prisma.Sql;
}

/**
 * Loaders for the rows nearest to a point by great circle, equal distances by id: one statement for all points.
 *
 * @param tie columns that tell rows of equal distance apart, and their names in the record
 */
export function nearest<Row>(
  db: PrismaClient,
  table: PlacedTable,
  tie: Tie,
): (args: Nearby) => NearestLoader<Row> {
  return loaderPer(({ radiusM, first }) => {
    const loader = groupLoader<string, { key: string; row: Row }>(
      async (keys) => {
        const rows = await db.$queryRaw<(Row & { key: string })[]>(
          nearestStatement(table, tie, keys.map(pointOf), { radiusM, first }),
        );
        return rows.map((row) => ({ key: row.key, row }));
      },
      ({ key }) => key,
    );
    return { load: async (point) => (await loader.load(keyOf(point))).map(({ row }) => row) };
  });
}

/**
 * The statement of {@link nearest}; a test explains it.
 *
 * For each point the index is walked outwards for `first` rows: neighbours by degrees, which are not quite those by
 * metres. The farthest of them says how far the true neighbours can be at most, and the same index gives all within
 * that reach. So the cost depends on how many are asked for, neither on the radius nor on the size of the table.
 */
export function nearestStatement(
  table: PlacedTable,
  tie: Tie,
  points: readonly Point[],
  { radiusM, first }: Nearby,
): Prisma.Sql {
  const columns = Prisma.raw(tie.columns);
  const metres = Prisma.sql`great_circle(asked.lat, asked.lon, lat, lon)`;
  return Prisma.sql`
    SELECT asked.key, found.*
      FROM unnest(${points.map(keyOf)}::text[], ${points.map((it) => it.lat)}::float8[],
                  ${points.map((it) => it.lon)}::float8[]) AS asked (key, lat, lon)
     CROSS JOIN LATERAL (
       SELECT CASE WHEN count(*) < ${first} THEN ${radiusM}::float8 ELSE least(${radiusM}::float8, max(near.metres)) END AS metres
         FROM (
           SELECT ${metres} AS metres FROM ${table.name} WHERE ${table.inUse}
            ORDER BY point(lon, lat) <-> point(asked.lon, asked.lat) LIMIT ${first}
         ) AS near
     ) AS reach
     CROSS JOIN LATERAL (
       SELECT ${metres} AS "__metres", ${table.columns}
         FROM ${table.name}
        WHERE ${table.inUse} AND point(lon, lat) <@ reach_box(asked.lat, asked.lon, reach.metres)
          AND ${metres} <= ${radiusM}
        ORDER BY ${metres}, ${columns}
        LIMIT ${first}
     ) AS found
     ORDER BY asked.key, found."__metres", ${Prisma.raw(tie.inRecord)}`;
}

function keyOf({ lat, lon }: Point): string {
  return `${lat} ${lon}`;
}

function pointOf(key: string): Point {
  const [lat = Number.NaN, lon = Number.NaN] = key.split(' ').map(Number);
  return { lat, lon };
}
