import { clampFirst, isForeignKey, resolveMunicipality, resolveSource } from '@modellregion/subgraph-kit';
import type { OutageResolvers } from '../generated/graphql.js';

export const Outage: OutageResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.outages.byId.load(id) : null),
  from: ({ startsAt }) => startsAt,
  municipality: resolveMunicipality,
  affectedAddresses: async ({ id }, { first }, { services }) => {
    const addresses = services.outages.addresses({ first: clampFirst(first, { default: 50 }) });
    return (await addresses.load(id)).map(({ addressId }) => ({ id: addressId }));
  },
  source: resolveSource,
};
