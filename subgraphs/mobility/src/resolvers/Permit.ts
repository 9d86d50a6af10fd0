import { clampFirst } from '@modellregion/subgraph-kit';
import { isForeignKey } from '../arguments.js';
import type { PermitResolvers } from '../generated/graphql.js';

export const Permit: PermitResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  disruptions: ({ id }, { first }, { services }) =>
    services.disruptions.ofPermit({ first: clampFirst(first, { default: 20 }) }).load(id),
};
