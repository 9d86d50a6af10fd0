import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { ResidentResolvers } from '../generated/graphql.js';

export const Resident: ResidentResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  marketLocations: ({ id }, { first }, { services }) =>
    services.marketLocations.ofResident({ first: clampFirst(first, { default: 20 }) }).load(id),
  generationUnits: ({ id }, { first }, { services }) =>
    services.units.ofResident({ first: clampFirst(first, { default: 20 }) }).load(id),
};
