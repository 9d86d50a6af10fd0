import { batchLoader, groupLoader, type Loader, rowsOfEach, type First } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import { BY_ID, nearest, type Nearby, type NearestLoader } from './nearest.js';
import type { LineRecord, QuayRecord, StopRecord } from './records.js';
import { STOP } from './tables.js';

export interface StopRepository {
  readonly byId: Loader<StopRecord | null>;
  /** By municipality key, in order of name, id. */
  readonly ofMunicipality: (args: First) => Loader<readonly StopRecord[]>;
  readonly nearest: (args: Nearby) => NearestLoader<StopRecord>;
  /** By stop, in order of public code, id. */
  readonly quays: Loader<readonly QuayRecord[]>;
  readonly line: Loader<LineRecord | null>;
}

export function stopRepository(db: PrismaClient): StopRepository {
  return {
    byId: batchLoader(
      (ids) => db.stop.findMany({ where: { id: { in: [...ids] } } }) as Promise<StopRecord[]>,
      (stop: StopRecord) => stop.id,
    ),
    ofMunicipality: rowsOfEach(db, { table: STOP, where: STOP.inUse, column: 'ags', orderBy: 'name, id' }),
    nearest: nearest(db, STOP, BY_ID),
    quays: groupLoader(
      (ids) =>
        db.quay.findMany({
          where: { stopId: { in: [...ids] } },
          orderBy: [{ publicCode: 'asc' }, { id: 'asc' }],
        }) as Promise<QuayRecord[]>,
      (quay: QuayRecord) => quay.stopId,
    ),
    line: batchLoader(
      (ids) => db.line.findMany({ where: { id: { in: [...ids] } } }) as Promise<LineRecord[]>,
      (line: LineRecord) => line.id,
    ),
  };
}
