import {
  clampFirst,
  isForeignKey,
  reference,
  resolveMunicipality,
  resolveSource,
} from '@modellregion/subgraph-kit';
import { requireYear } from '../arguments.js';
import type { PublicBuildingResolvers } from '../generated/graphql.js';

export const PublicBuilding: PublicBuildingResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.buildings.byId.load(id) : null),
  address: ({ addressId }) => reference(addressId),
  municipality: resolveMunicipality,
  annualConsumption: async ({ id, floorAreaM2 }, { year }, { services }) => {
    const found = await services.buildings.consumption({ year: requireYear(year) }).load(id);
    return found.map((consumed) => ({ ...consumed, kwhPerM2: consumed.kwh / floorAreaM2 }));
  },
  generationUnits: ({ id }, { first }, { services }) =>
    services.units.ofBuilding({ first: clampFirst(first, { default: 20 }) }).load(id),
  source: resolveSource,
};
