import { clampFirst, requireAgs, requireStopId } from '@modellregion/subgraph-kit';
import { requireBox, requirePoint, requirePower, requireRadius } from '../arguments.js';
import type { QueryResolvers } from '../generated/graphql.js';

export const Query: QueryResolvers = {
  stop: (_, { id }, { services }) => services.stops.byId.load(requireStopId(id, 'id')),
  stopsNear: (_, { lat, lon, radiusM, first }, { services }) =>
    services.stops
      .nearest({ radiusM: requireRadius(radiusM), first: clampFirst(first, { default: 10 }) })
      .load(requirePoint({ lat, lon })),
  stops: (_, { ags, within, first, after }, { services }) =>
    services.stops.page({
      ags: ags == null ? null : requireAgs(ags, 'ags'),
      within: within == null ? null : requireBox(within),
      first: clampFirst(first, { default: 50 }),
      after: after ?? null,
    }),
  parkingFacilities: (_, { ags, onlyWithCharging, first, after }, { services }) =>
    services.parking.page({
      ags: requireAgs(ags, 'ags'),
      onlyWithCharging,
      first: clampFirst(first, { default: 50 }),
      after: after ?? null,
    }),
  chargingStations: (_, { ags, within, minPowerKw, first, after }, { services }) =>
    services.charging.page({
      ags: ags == null ? null : requireAgs(ags, 'ags'),
      within: within == null ? null : requireBox(within),
      minPowerKw: minPowerKw == null ? null : requirePower(minPowerKw),
      first: clampFirst(first, { default: 50 }),
      after: after ?? null,
    }),
  disruptions: (_, { ags, at, first, after }, { services }) =>
    services.disruptions.page({
      ags: requireAgs(ags, 'ags'),
      at,
      first: clampFirst(first, { default: 50 }),
      after: after ?? null,
    }),
  municipalityAt: (_, { lat, lon }, { services }) => services.municipalities.at(requirePoint({ lat, lon })),
  mobilityDataSources: (_, __, { services }) => services.dataSources.all(),
};
