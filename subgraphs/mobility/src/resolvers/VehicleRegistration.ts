import { isForeignKey } from '../arguments.js';
import type { VehicleRegistrationResolvers } from '../generated/graphql.js';
import { reference, source } from './references.js';

export const VehicleRegistration: VehicleRegistrationResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.vehicles.byId.load(id) : null),
  holder: ({ holderResidentId }) => reference(holderResidentId),
  application: ({ applicationId }) => reference(applicationId),
  source,
};
