import { isForeignKey, reference, resolveSource } from '@modellregion/subgraph-kit';
import type { VehicleRegistrationResolvers } from '../generated/graphql.js';

export const VehicleRegistration: VehicleRegistrationResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.vehicles.byId.load(id) : null),
  holder: ({ holderResidentId }) => reference(holderResidentId),
  application: ({ applicationId }) => reference(applicationId),
  source: resolveSource,
};
