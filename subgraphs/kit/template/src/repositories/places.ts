import { batchLoader, rowsOfEach, tableOf, type First, type Loader } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { PlaceRecord } from './records.js';

const PLACE = tableOf('place', Object.values(Prisma.PlaceScalarFieldEnum));

/** Places, one statement for all keys of a request. */
export interface PlaceRepository {
  readonly byId: Loader<PlaceRecord | null>;
  /** By municipality, in order of name, id. */
  readonly ofMunicipality: (args: First) => Loader<readonly PlaceRecord[]>;
}

export function placeRepository(db: PrismaClient): PlaceRepository {
  return {
    byId: batchLoader<string, PlaceRecord>(
      (ids) => db.place.findMany({ where: { id: { in: [...ids] } } }),
      ({ id }) => id,
    ),
    ofMunicipality: rowsOfEach(db, { table: PLACE, column: 'ags', orderBy: 'name, id' }),
  };
}
