import {
  clampFirst,
  isStopId,
  resolveLocation,
  resolveMunicipality,
  resolveSource,
} from '@modellregion/subgraph-kit';
import { requirePoint, requireRadius } from '../arguments.js';
import type { StopResolvers } from '../generated/graphql.js';
import { greatCircleMetres } from '../great-circle.js';

export const Stop: StopResolvers = {
  __resolveReference: ({ id }, { services }) => (isStopId(id) ? services.stops.byId.load(id) : null),
  location: resolveLocation,
  municipality: resolveMunicipality,
  source: resolveSource,
  quays: ({ id }, _, { services }) => services.stops.quays.load(id),
  departures: ({ id }, { from, first }, { services }) =>
    services.departures.ofStop({ from, first: clampFirst(first, { default: 10 }) }).load(id),
  sharedVehicles: (stop, { radiusM, first }, { services }) =>
    services.sharedVehicles
      .nearest({ radiusM: requireRadius(radiusM), first: clampFirst(first, { default: 20 }) })
      .load(stop),
  distanceM: (stop, { lat, lon }) => greatCircleMetres(stop, requirePoint({ lat, lon })),
};
