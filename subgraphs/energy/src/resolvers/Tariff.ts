import { isForeignKey, reference, resolveSource } from '@modellregion/subgraph-kit';
import type { TariffResolvers } from '../generated/graphql.js';

export const Tariff: TariffResolvers = {
  __resolveReference: ({ id }, { services }) =>
    isForeignKey(id) ? services.marketLocations.tariff.load(id) : null,
  supplier: ({ supplierId }) => reference(supplierId),
  source: resolveSource,
};
