import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { PermitResolvers } from '../generated/graphql.js';

export const Permit: PermitResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  disruptions: ({ id }, { first }, { services }) =>
    services.disruptions.ofPermit({ first: clampFirst(first, { default: 20 }) }).load(id),
};
