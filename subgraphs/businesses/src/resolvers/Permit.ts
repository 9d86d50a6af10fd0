import { isOpaqueId, reference, resolveSource } from '@modellregion/subgraph-kit';
import type { PermitResolvers } from '../generated/graphql.js';

export const Permit: PermitResolvers = {
  __resolveReference: ({ id }, { services }) => (isOpaqueId(id, 'permit') ? services.permits.byId(id) : null),
  holder: ({ holderId }, _, { services }) =>
    holderId === null ? null : services.businesses.byId.load(holderId),
  address: ({ addressId }) => reference(addressId),
  application: ({ applicationId }) => reference(applicationId),
  source: resolveSource,
};
