import { isForeignKey } from '@modellregion/subgraph-kit';
import type { ServiceApplicationResolvers } from '../generated/graphql.js';

export const ServiceApplication: ServiceApplicationResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  tradeNotice: ({ id }, _, { services }) => services.notices.ofApplication.load(id),
  permit: ({ id }, _, { services }) => services.permits.ofApplication.load(id),
};
