import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import { requireRadius } from '../arguments.js';
import type { StopResolvers } from '../generated/graphql.js';

export const Stop: StopResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  pointsOfInterest: ({ id }, { radiusM, first }, { services }) =>
    services.pointsOfInterest
      .ofStop({ radiusM: requireRadius(radiusM), first: clampFirst(first, { default: 20 }) })
      .load(id),
};
