import { isForeignKey, reference, resolveSource } from '@modellregion/subgraph-kit';
import type { LineResolvers } from '../generated/graphql.js';

export const Line: LineResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.stops.line.load(id) : null),
  operator: ({ operatorId }) => reference(operatorId),
  source: resolveSource,
};
