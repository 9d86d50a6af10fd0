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

/**
 * Loaders for the rows nearest to a point by great circle, equal distances by id: one statement for all points.
 * For each it walks the GiST index outwards (`<->`) and stops after `first` rows; those beyond the radius are
 * dropped then, so that the walk never depends on how wide the radius is.
 *
 * @param tie columns that tell rows of equal distance apart, and their names in the record
 */
export function nearest<Row>(db: PrismaClient, table: Table, tie: Tie): (args: Nearby) => NearestLoader<Row> {
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

/** The statement of {@link nearest}; a test explains it. */
export function nearestStatement(
  table: Table,
  tie: Tie,
  points: readonly Point[],
  { radiusM, first }: Nearby,
): Prisma.Sql {
  const columns = Prisma.raw(tie.columns);
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
        ORDER BY position <-> asked.here, ${columns}
        LIMIT ${first}
     ) AS found
     WHERE found.chord <= chord_of(${radiusM})
     ORDER BY asked.key, found.chord, ${Prisma.raw(tie.inRecord)}`;
}

function keyOf({ lat, lon }: Point): string {
  return `${lat} ${lon}`;
}

function pointOf(key: string): Point {
  const [lat = Number.NaN, lon = Number.NaN] = key.split(' ').map(Number);
  return { lat, lon };
}
