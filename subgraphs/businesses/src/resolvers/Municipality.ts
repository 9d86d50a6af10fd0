import { isAgs } from '@modellregion/subgraph-kit';
import { requireYear } from '../arguments.js';
import type { MunicipalityResolvers } from '../generated/graphql.js';

export const Municipality: MunicipalityResolvers = {
  __resolveReference: ({ ags }) => (isAgs(ags) ? { ags } : null),
  businessStatistics: ({ ags }, { year }, { services }) =>
    services.statistics.ofMunicipality({ year: year == null ? null : requireYear(year) }).load(ags),
};
