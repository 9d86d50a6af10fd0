import { batchLoader, present } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { OfficeRecord, OpeningPeriodRecord } from '../records.js';
import { priming, listOf } from './lists.js';

/** Offices and when they are open. */
export interface OfficeRepository {
  byId(id: string): Promise<OfficeRecord | null>;
  /** For an id that another row refers to. */
  withId(id: string): Promise<OfficeRecord>;
  /** By kind and id. */
  ofMunicipality(ags: string): Promise<readonly OfficeRecord[]>;
  /** By weekday and time. */
  openingOf(officeId: string): Promise<readonly OpeningPeriodRecord[]>;
}

export function officeRepository(db: PrismaClient): OfficeRepository {
  const byId = batchLoader<string, OfficeRecord>(
    (ids) => db.office.findMany({ where: { id: { in: [...ids] } } }),
    ({ id }) => id,
  );
  const list = listOf<OfficeRecord>(db, {
    table: 'office',
    fields: Object.values(Prisma.OfficeScalarFieldEnum),
    column: 'ags',
    orderBy: 'kind, id',
  });
  const ofMunicipality = priming(list, byId, ({ id }) => id);
  const opening = listOf<OpeningPeriodRecord>(db, {
    table: 'opening_period',
    fields: Object.values(Prisma.OpeningPeriodScalarFieldEnum),
    column: 'office_id',
    orderBy: 'weekday, opens_minute',
  });
  return {
    byId: (id) => byId.load(id),
    withId: async (id) => present(await byId.load(id), `office ${id}`),
    ofMunicipality: (ags) => ofMunicipality.load(ags),
    openingOf: (officeId) => opening.load(officeId),
  };
}
