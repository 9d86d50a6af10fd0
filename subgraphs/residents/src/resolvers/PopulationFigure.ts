import type { PopulationFigureResolvers } from '../generated/graphql.js';

export const PopulationFigure: PopulationFigureResolvers = {
  source: ({ sourceId }, _, { services }) => services.sources.byId(sourceId),
};
