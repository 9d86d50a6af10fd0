import type { CallerClaims } from '@modellregion/schema';
import { batchLoader, rowsOfEach, type First, type Loader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import { mayKnowOf } from '../visibility.js';
import type { MarketLocationRecord, TariffRecord } from './records.js';
import { MARKET_LOCATION } from './tables.js';

export interface MarketLocationRepository {
  readonly byId: Loader<MarketLocationRecord | null>;
  /** The same for who looks one up by its id: null if the caller may not know of it. */
  readonly knownToCaller: (maloId: string) => Promise<MarketLocationRecord | null>;
  /** By resident, in order of id. */
  readonly ofResident: (args: First) => Loader<readonly MarketLocationRecord[]>;
  /** By business, in order of id. */
  readonly ofBusiness: (args: First) => Loader<readonly MarketLocationRecord[]>;
  readonly ofChargingStation: Loader<MarketLocationRecord | null>;
  readonly tariff: Loader<TariffRecord | null>;
}

export function marketLocationRepository(db: PrismaClient, caller: CallerClaims): MarketLocationRepository {
  const byId = batchLoader<string, MarketLocationRecord>(
    (ids) =>
      db.marketLocation.findMany({ where: { maloId: { in: [...ids] } } }) as Promise<MarketLocationRecord[]>,
    ({ maloId }) => maloId,
  );
  return {
    byId,
    knownToCaller: async (maloId) => {
      const found = await byId.load(maloId);
      return found !== null && mayKnowOf(found, caller) ? found : null;
    },
    ofResident: rowsOfEach(db, {
      table: MARKET_LOCATION,
      column: 'customer_resident_id',
      orderBy: 'malo_id',
    }),
    ofBusiness: rowsOfEach(db, {
      table: MARKET_LOCATION,
      column: 'customer_business_id',
      orderBy: 'malo_id',
    }),
    ofChargingStation: batchLoader<string, MarketLocationRecord>(
      (ids) =>
        db.marketLocation.findMany({ where: { chargingStationId: { in: [...ids] } } }) as Promise<
          MarketLocationRecord[]
        >,
      ({ chargingStationId }) => chargingStationId ?? '',
    ),
    tariff: batchLoader<string, TariffRecord>(
      (ids) => db.tariff.findMany({ where: { id: { in: [...ids] } } }) as Promise<TariffRecord[]>,
      ({ id }) => id,
    ),
  };
}
