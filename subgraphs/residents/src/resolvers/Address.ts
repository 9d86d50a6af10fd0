import { parseAddressId, resolveSource } from '@modellregion/subgraph-kit';
import type { AddressResolvers } from '../generated/graphql.js';

export const Address: AddressResolvers = {
  __resolveReference: ({ id }, { services }) =>
    parseAddressId(id) === null ? null : services.addresses.byId(id),
  municipality: ({ ags }, _, { services }) => services.municipalities.withAgs(ags),
  location: ({ lat, lon }) => (lat === null || lon === null ? null : { lat, lon }),
  source: resolveSource,
};
