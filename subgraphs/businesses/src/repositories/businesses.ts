import {
  batchLoader,
  loaderPer,
  MAX_PAGE_SIZE,
  rowsOfEach,
  type Connection,
  type First,
  type Loader,
} from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import {
  behind,
  businessPage,
  businessSearchStatement,
  NOT_CEASED,
  type BusinessPage,
  type BusinessSearch,
} from './business-search.js';
import type { BusinessRecord, ById, PremisesRecord } from './records.js';
import { BUSINESS, PREMISES, PROPRIETOR } from './tables.js';

export interface BusinessRepository {
  readonly byId: Loader<BusinessRecord | null>;
  readonly search: (search: BusinessSearch) => Promise<Connection<BusinessRecord>>;
  /** By address: those that have not ceased, in order of name, id. */
  readonly ofAddress: (args: First) => Loader<readonly BusinessRecord[]>;
  /** By resident who runs them, in order of name, id. */
  readonly ofResident: (args: First) => Loader<readonly BusinessRecord[]>;
  /** The same, page by page. */
  readonly pageOfResident: (page: BusinessPage, residentId: string) => Promise<Connection<BusinessRecord>>;
  /** By business, the head office first. */
  readonly premises: (args: First) => Loader<readonly PremisesRecord[]>;
  /** Residents who run a business, in order of id; 100 at most. */
  readonly proprietors: (id: string) => Promise<readonly ById[]>;
  /** Whether a resident runs a business; nobody does not. */
  readonly isRunBy: (id: string, residentId: string | null) => Promise<boolean>;
}

export function businessRepository(db: PrismaClient): BusinessRepository {
  const ofResident = {
    table: BUSINESS,
    column: 'proprietor.resident_id',
    join: Prisma.sql`JOIN proprietor ON proprietor.business_id = business.id`,
    orderBy: 'name, id',
  };
  const pageOfResident = loaderPer(({ first, after }: BusinessPage) =>
    rowsOfEach<BusinessRecord>(db, { ...ofResident, where: behind(after) })({ first: first + 1 }),
  );
  const proprietors = rowsOfEach<{ readonly residentId: string }>(db, {
    table: PROPRIETOR,
    column: 'business_id',
    orderBy: 'resident_id',
  })({ first: MAX_PAGE_SIZE });
  return {
    byId: batchLoader<string, BusinessRecord>(
      async (ids) => db.$queryRaw`SELECT ${BUSINESS.columns} FROM business WHERE id = ANY (${ids}::text[])`,
      ({ id }) => id,
    ),
    search: async (search) =>
      businessPage(await db.$queryRaw<BusinessRecord[]>(businessSearchStatement(search)), search),
    ofAddress: rowsOfEach(db, {
      ...ofResident,
      column: 'premises.address_id',
      join: Prisma.sql`JOIN premises ON premises.business_id = business.id`,
      where: NOT_CEASED,
    }),
    ofResident: rowsOfEach(db, ofResident),
    pageOfResident: async (page, residentId) =>
      businessPage(await pageOfResident(page).load(residentId), page),
    premises: rowsOfEach(db, { table: PREMISES, column: 'business_id', orderBy: 'position' }),
    proprietors: async (id) => (await proprietors.load(id)).map(({ residentId }) => ({ id: residentId })),
    isRunBy: async (id, residentId) =>
      residentId !== null && (await proprietors.load(id)).some((it) => it.residentId === residentId),
  };
}
