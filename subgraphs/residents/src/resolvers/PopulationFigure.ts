import { resolveSource } from '@modellregion/subgraph-kit';
import type { PopulationFigureResolvers } from '../generated/graphql.js';

export const PopulationFigure: PopulationFigureResolvers = {
  source: resolveSource,
};
