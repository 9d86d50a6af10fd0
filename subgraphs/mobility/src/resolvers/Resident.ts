import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { ResidentResolvers } from '../generated/graphql.js';

export const Resident: ResidentResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  vehicles: ({ id }, { first }, { services }) =>
    services.vehicles.ofResident({ first: clampFirst(first, { default: 20 }) }).load(id),
};
