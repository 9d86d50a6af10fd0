import { clampFirst, requireAgs, requireOpaqueId } from '@modellregion/subgraph-kit';
import { requireSearchRange } from '../arguments.js';
import type { QueryResolvers } from '../generated/graphql.js';

export const Query: QueryResolvers = {
  pointOfInterest: (_, { id }, { services }) =>
    services.pointsOfInterest.byId.load(requireOpaqueId(id, 'id', 'poi')),
  pointsOfInterest: (_, { ags, category, first }, { services }) =>
    services.pointsOfInterest
      .ofMunicipality({ category: category ?? null, first: clampFirst(first, { default: 20 }) })
      .load(requireAgs(ags, 'ags')),
  culturalEvent: (_, { id }, { services }) =>
    services.events.byId.load(requireOpaqueId(id, 'id', 'cultural-event')),
  events: (_, { ags, from, to, first }, { services }) =>
    services.events.search({
      ags: ags == null ? null : requireAgs(ags, 'ags'),
      range: requireSearchRange(from, to),
      first: clampFirst(first, { default: 20 }),
    }),
  trails: (_, { ags, first }, { services }) =>
    services.trails.list({
      ags: ags == null ? null : requireAgs(ags, 'ags'),
      first: clampFirst(first, { default: 20 }),
    }),
  tourismDataSources: (_, __, { services }) => services.dataSources.all(),
};
