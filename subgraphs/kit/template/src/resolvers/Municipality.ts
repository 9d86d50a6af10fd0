import { clampFirst, isAgs } from '@modellregion/subgraph-kit';
import type { MunicipalityResolvers } from '../generated/graphql.js';

export const Municipality: MunicipalityResolvers = {
  __resolveReference: ({ ags }) => (isAgs(ags) ? { ags } : null),
  newcomerPlaces: ({ ags }, { first }, { services }) =>
    services.places.ofMunicipality({ first: clampFirst(first, { default: 20 }) }).load(ags),
};
