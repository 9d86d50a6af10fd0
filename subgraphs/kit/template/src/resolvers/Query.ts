import { clampFirst, requireAgs, requireOpaqueId } from '@modellregion/subgraph-kit';
import type { QueryResolvers } from '../generated/graphql.js';

export const Query: QueryResolvers = {
  newcomerPlace: (_, { id }, { services }) => services.places.byId.load(requireOpaqueId(id, 'id')),
  newcomerPlaces: (_, { ags, first }, { services }) =>
    services.places
      .ofMunicipality({ first: clampFirst(first, { default: 20 }) })
      .load(requireAgs(ags, 'ags')),
  newcomerDataSources: (_, __, { services }) => services.dataSources.all(),
};
