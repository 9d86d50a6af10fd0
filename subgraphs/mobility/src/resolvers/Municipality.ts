import { clampFirst, isAgs } from '@modellregion/subgraph-kit';
import type { MunicipalityResolvers } from '../generated/graphql.js';

export const Municipality: MunicipalityResolvers = {
  __resolveReference: ({ ags }) => (isAgs(ags) ? { ags } : null),
  stops: ({ ags }, { first }, { services }) =>
    services.stops.ofMunicipality({ first: clampFirst(first, { default: 50 }) }).load(ags),
  parking: ({ ags }, { first }, { services }) =>
    services.parking.ofMunicipality({ first: clampFirst(first, { default: 50 }) }).load(ags),
  charging: ({ ags }, { first }, { services }) =>
    services.charging.ofMunicipality({ first: clampFirst(first, { default: 100 }) }).load(ags),
  sharedMobilitySystems: async ({ ags }, _, { services }) =>
    (await services.sharedVehicles.systemsOfMunicipality.load(ags)).map(({ name }) => name),
};
