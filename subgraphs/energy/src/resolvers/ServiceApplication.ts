import { isForeignKey } from '@modellregion/subgraph-kit';
import type { ServiceApplicationResolvers } from '../generated/graphql.js';

export const ServiceApplication: ServiceApplicationResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  generationUnit: ({ id }, _, { services }) => services.units.ofApplication.load(id),
};
