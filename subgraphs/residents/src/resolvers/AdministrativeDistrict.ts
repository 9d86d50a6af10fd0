import { parseDistrictKey, resolveSource } from '@modellregion/subgraph-kit';
import type { AdministrativeDistrictResolvers } from '../generated/graphql.js';

export const AdministrativeDistrict: AdministrativeDistrictResolvers = {
  __resolveReference: ({ key }, { services }) =>
    parseDistrictKey(key) === null ? null : services.municipalities.district(key),
  population: ({ key }, { year }, { services }) => services.municipalities.population(key, year ?? null),
  municipalities: ({ key }, _, { services }) => services.municipalities.ofDistrict(key),
  source: resolveSource,
};
