import { resolveMunicipality, resolveSource } from '@modellregion/subgraph-kit';
import type { TrailResolvers } from '../generated/graphql.js';

export const Trail: TrailResolvers = {
  __resolveReference: ({ id }, { services }) => services.trails.byId.load(id),
  lengthKm: ({ lengthM }) => lengthM / 1000,
  municipality: resolveMunicipality,
  start: ({ startId }, _, { services }) =>
    startId === null ? null : services.pointsOfInterest.byId.load(startId),
  end: ({ endId }, _, { services }) => (endId === null ? null : services.pointsOfInterest.byId.load(endId)),
  source: resolveSource,
};
