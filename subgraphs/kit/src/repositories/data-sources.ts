import { raw } from '@prisma/client/runtime/client';
import { batchLoader } from '../loaders/index.js';
import { present } from './present.js';
import type { RawQueries } from './raw-queries.js';

/** A data set that a subgraph answers from: the table `data_source`, which every subgraph has. */
export interface DataSourceRecord {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  readonly attribution: string;
  /** Where the licence's terms can be read. */
  readonly licenceUrl: string | null;
  /** What the licence asks besides the attribution. */
  readonly notice: string | null;
  readonly url: string | null;
  readonly retrievedOn: Date;
  /** Null where nobody counts them. */
  readonly recordCount: number | null;
  readonly provenance: 'OPERATIONAL' | 'OPEN_DATA' | 'SYNTHETIC';
}

/** The data sets of a subgraph. */
export interface DataSourceRepository {
  /** Every row of the database names an existing source (foreign key). */
  byId(id: string): Promise<DataSourceRecord>;
  /** The first 50, in order of id. */
  all(): Promise<readonly DataSourceRecord[]>;
}

const COLUMNS = raw(
  `id, title, publisher, licence, attribution, licence_url AS "licenceUrl", notice, url,
   retrieved_on AS "retrievedOn", record_count AS "recordCount", provenance`,
);

export function dataSourceRepository(db: RawQueries): DataSourceRepository {
  const byId = batchLoader<string, DataSourceRecord>(
    async (ids) => db.$queryRaw`
      SELECT ${COLUMNS} FROM data_source WHERE id = ANY (${ids}::text[])`,
    ({ id }) => id,
  );
  return {
    byId: async (id) => present(await byId.load(id), `data_source ${id}`),
    all: async () => db.$queryRaw`
      SELECT ${COLUMNS} FROM data_source ORDER BY id LIMIT 50`,
  };
}
