import { clampFirst, isOpaqueId, resolveSource } from '@modellregion/subgraph-kit';
import type { BusinessResolvers } from '../generated/graphql.js';

export const Business: BusinessResolvers = {
  __resolveReference: ({ id }, { services }) =>
    isOpaqueId(id, 'business') ? services.businesses.byId.load(id) : null,
  premises: ({ id }, { first }, { services }) =>
    services.businesses.premises({ first: clampFirst(first, { default: 20 }) }).load(id),
  wzCodes: ({ id }, _, { services }) => services.wzCodes.ofBusiness(id),
  proprietors: async ({ id }, { first }, { services }) => {
    const count = clampFirst(first, { default: 20 });
    return (await services.businesses.proprietors(id)).slice(0, count);
  },
  notices: ({ id }, { first }, { services }) =>
    services.notices.ofBusiness({ first: clampFirst(first, { default: 20 }) }).load(id),
  permits: ({ id }, { first }, { services }) =>
    services.permits.ofHolder({ first: clampFirst(first, { default: 20 }) }).load(id),
  source: resolveSource,
};
