import {
  isForeignKey,
  resolveLocation,
  resolveMunicipality,
  reference,
  resolveSource,
} from '@modellregion/subgraph-kit';
import type { ParkingFacilityResolvers } from '../generated/graphql.js';

/** Who walks farther to the bus has not parked for it. */
const WALK_M = 2_000;

export const ParkingFacility: ParkingFacilityResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.parking.byId.load(id) : null),
  location: resolveLocation,
  municipality: resolveMunicipality,
  source: resolveSource,
  operator: ({ operatorId }) => reference(operatorId),
  nearestStop: async (facility, _, { services }) => {
    const [stop] = await services.stops.nearest({ radiusM: WALK_M, first: 1 }).load(facility);
    return stop ?? null;
  },
};
