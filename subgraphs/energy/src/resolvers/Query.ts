import {
  clampFirst,
  requireAgs,
  requireMaloId,
  requireMastrNumber,
  requireOpaqueId,
} from '@modellregion/subgraph-kit';
import type { QueryResolvers } from '../generated/graphql.js';

export const Query: QueryResolvers = {
  marketLocation: (_, { maloId }, { services }) =>
    services.marketLocations.knownToCaller(requireMaloId(maloId, 'maloId')),
  generationUnit: (_, { mastrNumber }, { services }) =>
    services.units.byId.load(requireMastrNumber(mastrNumber, 'mastrNumber')),
  publicBuilding: (_, { id }, { services }) => services.buildings.byId.load(requireOpaqueId(id, 'id')),
  outages: (_, { ags, activeOnly, first }, { services }) =>
    services.outages
      .ofMunicipality({ activeOnly, first: clampFirst(first, { default: 50 }) })
      .load(requireAgs(ags, 'ags')),
  outageHistory: (_, { ags, first, after }, { services }) =>
    services.outages.page({
      ags: requireAgs(ags, 'ags'),
      first: clampFirst(first, { default: 50 }),
      after: after ?? null,
    }),
  energyDataSources: (_, __, { services }) => services.dataSources.all(),
};
