import type { QuayResolvers } from '../generated/graphql.js';

export const Quay: QuayResolvers = {
  source: ({ sourceId }, _, { services }) => (sourceId === null ? null : services.dataSources.byId(sourceId)),
};
