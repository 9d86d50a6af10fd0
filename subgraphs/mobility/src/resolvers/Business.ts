import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { BusinessResolvers } from '../generated/graphql.js';

export const Business: BusinessResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  chargingStations: ({ id }, { first }, { services }) =>
    services.charging.ofOperator({ first: clampFirst(first, { default: 50 }) }).load(id),
  parkingFacilities: ({ id }, { first }, { services }) =>
    services.parking.ofOperator({ first: clampFirst(first, { default: 50 }) }).load(id),
  fleetSize: async ({ id }, _, { services }) => (await services.vehicles.fleet.load(id))?.vehicles ?? 0,
};
