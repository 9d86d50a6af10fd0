import { clampFirst, isAgs } from '@modellregion/subgraph-kit';
import type { MunicipalityResolvers } from '../generated/graphql.js';

export const Municipality: MunicipalityResolvers = {
  __resolveReference: ({ ags }) => (isAgs(ags) ? { ags } : null),
  installedPower: ({ ags }, _, { services }) => services.units.installedPower.load(ags),
  publicBuildings: ({ ags }, { first }, { services }) =>
    services.buildings.ofMunicipality({ first: clampFirst(first, { default: 50 }) }).load(ags),
  activeOutages: ({ ags }, { first }, { services }) =>
    services.outages
      .ofMunicipality({ activeOnly: true, first: clampFirst(first, { default: 50 }) })
      .load(ags),
};
