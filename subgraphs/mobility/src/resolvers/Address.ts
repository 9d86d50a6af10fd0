import { clampFirst, isAddressId } from '@modellregion/subgraph-kit';
import { isPoint, requireRadius } from '../arguments.js';
import type { AddressResolvers } from '../generated/graphql.js';

export const Address: AddressResolvers = {
  __resolveReference: (address) => {
    const { id, location } = address;
    return isAddressId(id) ? { id, location: isPoint(location) ? location : null } : null;
  },
  nearestStops: ({ location }, { first, radiusM }, { services }) => {
    const nearby = { radiusM: requireRadius(radiusM), first: clampFirst(first, { default: 3 }) };
    return location == null ? null : services.stops.nearest(nearby).load(location);
  },
  parkingZone: async ({ id }, _, { services }) =>
    (await services.parking.zoneOfAddress.load(id))?.name ?? null,
  chargingNearby: ({ location }, { first, radiusM }, { services }) => {
    const nearby = { radiusM: requireRadius(radiusM), first: clampFirst(first, { default: 20 }) };
    return location == null ? null : services.charging.nearest(nearby).load(location);
  },
  disruptions: ({ id }, { at, first }, { services }) =>
    services.disruptions.ofAddress({ at, first: clampFirst(first, { default: 20 }) }).load(id),
};
