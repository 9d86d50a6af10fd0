import { batchLoader, loaderPer, rowsOfEach, type First, type Loader } from '@modellregion/subgraph-kit';
import type { PointOfInterestCategory } from '../generated/graphql.js';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { PointOfInterestRecord } from './records.js';
import { POINT_OF_INTEREST } from './tables.js';

/** Points of interest of a municipality, of one category or of all. */
export interface OfCategory extends First {
  readonly category: PointOfInterestCategory | null;
}

/** Points of interest on foot from a stop. */
export interface OnFoot extends First {
  readonly radiusM: number;
}

/** Points of interest, one statement for all keys of a request. */
export interface PointOfInterestRepository {
  readonly byId: Loader<PointOfInterestRecord | null>;
  /** By municipality, in order of name, id. */
  readonly ofMunicipality: (args: OfCategory) => Loader<readonly PointOfInterestRecord[]>;
  /** By nearest stop, in order of distance, id. */
  readonly ofStop: (args: OnFoot) => Loader<readonly PointOfInterestRecord[]>;
}

export function pointOfInterestRepository(db: PrismaClient): PointOfInterestRepository {
  const listed = { table: POINT_OF_INTEREST, column: 'ags', orderBy: 'name, id' };
  return {
    byId: batchLoader<string, PointOfInterestRecord>(
      (ids) =>
        db.pointOfInterest.findMany({ where: { id: { in: [...ids] } } }) as Promise<PointOfInterestRecord[]>,
      ({ id }) => id,
    ),
    ofMunicipality: loaderPer(({ category, first }: OfCategory) =>
      rowsOfEach<PointOfInterestRecord>(db, {
        ...listed,
        ...(category === null ? {} : { where: Prisma.sql`category = ${category}` }),
      })({ first }),
    ),
    ofStop: loaderPer(({ radiusM, first }: OnFoot) =>
      rowsOfEach<PointOfInterestRecord>(db, {
        table: POINT_OF_INTEREST,
        column: 'nearest_stop_id',
        orderBy: 'nearest_stop_metres, id',
        where: Prisma.sql`nearest_stop_metres <= ${radiusM}`,
      })({ first }),
    ),
  };
}
