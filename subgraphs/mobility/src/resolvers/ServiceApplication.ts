import { isForeignKey } from '@modellregion/subgraph-kit';
import type { ServiceApplicationResolvers } from '../generated/graphql.js';

export const ServiceApplication: ServiceApplicationResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  vehicleRegistration: ({ id }, _, { services }) => services.vehicles.ofApplication.load(id),
};
