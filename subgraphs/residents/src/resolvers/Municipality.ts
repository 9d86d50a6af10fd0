import { parseAgs, present, resolveSource } from '@modellregion/subgraph-kit';
import type { MunicipalityResolvers } from '../generated/graphql.js';
import { firstOf } from './first.js';

export const Municipality: MunicipalityResolvers = {
  __resolveReference: ({ ags }, { services }) =>
    parseAgs(ags) === null ? null : services.municipalities.byAgs(ags),
  district: async ({ districtKey }, _, { services }) =>
    present(await services.municipalities.district(districtKey), `administrative_district ${districtKey}`),
  population: ({ ags }, { year }, { services }) => services.municipalities.population(ags, year ?? null),
  postalCodes: ({ ags }, _, { services }) => services.municipalities.postalCodes(ags),
  rentLevel: ({ ags }, _, { services }) => services.municipalities.rentLevel(ags),
  offices: ({ ags }, args, { services }) => firstOf(services.offices.ofMunicipality(ags), args),
  source: resolveSource,
};
