import { isForeignKey, resolveLocation, reference, resolveSource } from '@modellregion/subgraph-kit';
import type { SharedVehicleResolvers } from '../generated/graphql.js';

export const SharedVehicle: SharedVehicleResolvers = {
  __resolveReference: ({ systemId, vehicleId }, { services }) =>
    isForeignKey(systemId) && isForeignKey(vehicleId)
      ? services.sharedVehicles.byKey({ systemId, vehicleId })
      : null,
  location: resolveLocation,
  source: resolveSource,
  provider: ({ providerId }) => reference(providerId),
};
