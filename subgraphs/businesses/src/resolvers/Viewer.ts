import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { ViewerResolvers } from '../generated/graphql.js';

export const Viewer: ViewerResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  representedBusinesses: ({ id }, { first, after }, { services }) =>
    services.businesses.pageOfResident(
      { first: clampFirst(first, { default: 20 }), after: after ?? null },
      id,
    ),
};
