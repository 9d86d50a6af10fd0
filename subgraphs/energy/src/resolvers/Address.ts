import { clampFirst, isAddressId } from '@modellregion/subgraph-kit';
import type { AddressResolvers } from '../generated/graphql.js';

export const Address: AddressResolvers = {
  __resolveReference: ({ id }) => (isAddressId(id) ? { id } : null),
  gridOperator: async ({ id }, _, { services }) =>
    (await services.networks.gridAreaOfAddress(id))?.operatorName ?? null,
  heatNetwork: ({ id }, _, { services }) => services.networks.heatNetworkOfAddress(id),
  outages: ({ id }, { activeOnly, first }, { services }) =>
    services.outages.ofAddress({ activeOnly, first: clampFirst(first, { default: 20 }) }).load(id),
  solarPotentialKwp: async ({ id }, _, { services }) =>
    (await services.networks.solarPotential.load(id))?.kwp ?? null,
};
