import { batchLoader, type Loader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { DataSourceRecord } from './records.js';

export interface DataSourceRepository {
  readonly byId: Loader<DataSourceRecord | null>;
  /** All of them, in order of id. */
  readonly all: () => Promise<readonly DataSourceRecord[]>;
}

export function dataSourceRepository(db: PrismaClient): DataSourceRepository {
  return {
    byId: batchLoader(
      (ids) => db.dataSource.findMany({ where: { id: { in: [...ids] } } }) as Promise<DataSourceRecord[]>,
      (source: DataSourceRecord) => source.id,
    ),
    all: () => db.dataSource.findMany({ orderBy: { id: 'asc' }, take: 50 }) as Promise<DataSourceRecord[]>,
  };
}
