import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { ResidentResolvers } from '../generated/graphql.js';

export const Resident: ResidentResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  businesses: ({ id }, { first }, { services }) =>
    services.businesses.ofResident({ first: clampFirst(first, { default: 20 }) }).load(id),
};
