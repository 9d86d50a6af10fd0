import { batchLoader, groupLoader, type Loader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { MeteringPointRecord } from './records.js';

export interface MeteringRepository {
  readonly byId: Loader<MeteringPointRecord | null>;
  /** By market location, in order of id. */
  readonly ofLocation: Loader<readonly MeteringPointRecord[]>;
}

export function meteringRepository(db: PrismaClient): MeteringRepository {
  return {
    byId: batchLoader<string, MeteringPointRecord>(
      (ids) =>
        db.meteringPoint.findMany({ where: { meloId: { in: [...ids] } } }) as Promise<MeteringPointRecord[]>,
      ({ meloId }) => meloId,
    ),
    ofLocation: groupLoader<string, MeteringPointRecord>(
      (ids) =>
        db.meteringPoint.findMany({
          where: { maloId: { in: [...ids] } },
          orderBy: { meloId: 'asc' },
        }) as Promise<MeteringPointRecord[]>,
      ({ maloId }) => maloId,
    ),
  };
}
