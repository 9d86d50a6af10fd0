import { batchLoader, loaderPer, type Loader } from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';

interface Nights {
  readonly ags: string;
  readonly nights: number;
}
interface Hotel {
  readonly businessId: string;
  readonly stars: number;
}

/** Where guests sleep, and how often. */
export interface GuestRepository {
  /** By municipality. */
  readonly overnightStays: (args: { readonly year: number }) => Loader<Nights | null>;
  /** By business. */
  readonly hotel: Loader<Hotel | null>;
}

export function guestRepository(db: PrismaClient): GuestRepository {
  return {
    overnightStays: loaderPer(({ year }) =>
      batchLoader<string, Nights>(
        (keys) => db.overnightStays.findMany({ where: { ags: { in: [...keys] }, year } }),
        ({ ags }) => ags,
      ),
    ),
    hotel: batchLoader<string, Hotel>(
      (ids) => db.hotel.findMany({ where: { businessId: { in: [...ids] } } }),
      ({ businessId }) => businessId,
    ),
  };
}
