import { isForeignKey } from '../arguments.js';
import type { SharedVehicleResolvers } from '../generated/graphql.js';
import { location, reference, source } from './references.js';

export const SharedVehicle: SharedVehicleResolvers = {
  __resolveReference: ({ systemId, vehicleId }, { services }) =>
    isForeignKey(systemId) && isForeignKey(vehicleId)
      ? services.sharedVehicles.byKey({ systemId, vehicleId })
      : null,
  location,
  source,
  provider: ({ providerId }) => reference(providerId),
};
