import {
  clampFirst,
  reference,
  resolveLocation,
  resolveMunicipality,
  resolveSource,
} from '@modellregion/subgraph-kit';
import type { PointOfInterestResolvers } from '../generated/graphql.js';

export const PointOfInterest: PointOfInterestResolvers = {
  __resolveReference: ({ id }, { services }) => services.pointsOfInterest.byId.load(id),
  location: resolveLocation,
  address: ({ addressId }) => reference(addressId),
  municipality: resolveMunicipality,
  operator: ({ operatorId }) => reference(operatorId),
  nearestStop: ({ nearestStopId }) => reference(nearestStopId),
  upcomingEvents: ({ id }, { first }, { services }) =>
    services.events.upcomingAt({ first: clampFirst(first, { default: 10 }) }).load(id),
  source: resolveSource,
};
