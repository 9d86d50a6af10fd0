import { clampFirst, isAddressId } from '@modellregion/subgraph-kit';
import type { AddressResolvers } from '../generated/graphql.js';

export const Address: AddressResolvers = {
  __resolveReference: ({ id }) => (isAddressId(id) ? { id } : null),
  businesses: ({ id }, { first }, { services }) =>
    services.businesses.ofAddress({ first: clampFirst(first, { default: 20 }) }).load(id),
  permits: ({ id }, { first }, { services }) =>
    services.permits.ofAddress({ first: clampFirst(first, { default: 20 }) }).load(id),
};
