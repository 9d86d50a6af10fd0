import { batchLoader, present } from '@modellregion/subgraph-kit';
import { Prisma, type PrismaClient } from '../generated/prisma/client.js';
import type { ServiceOfferRecord, ServiceRecord } from '../records.js';
import { priming, listOf } from './lists.js';

/** Services of the catalogue, and how municipalities offer them. */
export interface ServiceRepository {
  offer(leikaKey: string, ags: string): Promise<ServiceOfferRecord | null>;
  /** For an offer that another row refers to. */
  withKey(leikaKey: string, ags: string): Promise<ServiceOfferRecord>;
  /** Entry of the catalogue that an offer refers to. */
  catalogueEntry(leikaKey: string): Promise<ServiceRecord>;
  /** By LeiKa key; a prefix of null means all. */
  ofMunicipality(ags: string, prefix: string | null, first: number): Promise<readonly ServiceOfferRecord[]>;
  /** By LeiKa key. */
  ofOffice(officeId: string): Promise<readonly ServiceOfferRecord[]>;
}

export function serviceRepository(db: PrismaClient): ServiceRepository {
  const offers = batchLoader<string, ServiceOfferRecord>(
    (keys) => offersByKey(db, keys),
    (row) => offerKey(row.leikaKey, row.ags),
  );
  const catalogue = batchLoader<string, ServiceRecord>(
    (keys) => db.service.findMany({ where: { leikaKey: { in: [...keys] } } }),
    ({ leikaKey }) => leikaKey,
  );
  const list = listOf<ServiceOfferRecord>(db, {
    table: 'service_offer',
    fields: Object.values(Prisma.ServiceOfferScalarFieldEnum),
    column: 'office_id',
    orderBy: 'leika_key, ags',
  });
  const ofOffice = priming(list, offers, (row) => offerKey(row.leikaKey, row.ags));
  return {
    offer: (leikaKey, ags) => offers.load(offerKey(leikaKey, ags)),
    withKey: async (leikaKey, ags) =>
      present(await offers.load(offerKey(leikaKey, ags)), `service_offer ${leikaKey} of ${ags}`),
    catalogueEntry: async (leikaKey) => present(await catalogue.load(leikaKey), `service ${leikaKey}`),
    ofMunicipality: (ags, prefix, first) =>
      db.serviceOffer.findMany({
        where: { ags, ...(prefix === null ? {} : { leikaKey: { startsWith: prefix } }) },
        orderBy: { leikaKey: 'asc' },
        take: first,
      }),
    ofOffice: (officeId) => ofOffice.load(officeId),
  };
}

function offerKey(leikaKey: string, ags: string): string {
  return `${leikaKey} ${ags}`;
}

/** Pairs in one statement; a list of ORs would be planned anew for every number of keys. */
function offersByKey(db: PrismaClient, keys: readonly string[]): Promise<readonly ServiceOfferRecord[]> {
  const pairs = keys.map((key) => key.split(' '));
  return db.serviceOffer.findMany({
    where: {
      leikaKey: { in: [...new Set(pairs.map(([leikaKey = '']) => leikaKey))] },
      ags: { in: [...new Set(pairs.map(([, ags = '']) => ags))] },
    },
  });
}
