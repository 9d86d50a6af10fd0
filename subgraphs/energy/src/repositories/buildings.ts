import {
  batchLoader,
  groupLoader,
  loaderPer,
  rowsOfEach,
  type First,
  type Loader,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { BuildingConsumptionRecord, PublicBuildingRecord } from './records.js';
import { PUBLIC_BUILDING } from './tables.js';

export interface BuildingRepository {
  readonly byId: Loader<PublicBuildingRecord | null>;
  /** By municipality, in order of name, id. */
  readonly ofMunicipality: (args: First) => Loader<readonly PublicBuildingRecord[]>;
  /** By building, in order of medium. */
  readonly consumption: (args: { readonly year: number }) => Loader<readonly BuildingConsumptionRecord[]>;
}

export function buildingRepository(db: PrismaClient): BuildingRepository {
  return {
    byId: batchLoader<string, PublicBuildingRecord>(
      (ids) =>
        db.publicBuilding.findMany({ where: { id: { in: [...ids] } } }) as Promise<PublicBuildingRecord[]>,
      ({ id }) => id,
    ),
    ofMunicipality: rowsOfEach(db, { table: PUBLIC_BUILDING, column: 'ags', orderBy: 'name, id' }),
    consumption: loaderPer(({ year }) =>
      groupLoader<string, BuildingConsumptionRecord>(
        (ids) =>
          db.buildingConsumption.findMany({
            where: { buildingId: { in: [...ids] }, year },
            orderBy: { medium: 'asc' },
          }) as Promise<BuildingConsumptionRecord[]>,
        ({ buildingId }) => buildingId,
      ),
    ),
  };
}
