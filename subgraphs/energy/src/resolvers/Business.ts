import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { BusinessResolvers } from '../generated/graphql.js';

export const Business: BusinessResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  marketLocations: ({ id }, { first }, { services }) =>
    services.marketLocations.ofBusiness({ first: clampFirst(first, { default: 20 }) }).load(id),
  generationUnits: ({ id }, { first }, { services }) =>
    services.units.ofBusiness({ first: clampFirst(first, { default: 20 }) }).load(id),
};
