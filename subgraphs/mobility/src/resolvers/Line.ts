import { isForeignKey } from '../arguments.js';
import type { LineResolvers } from '../generated/graphql.js';
import { reference, source } from './references.js';

export const Line: LineResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.stops.line.load(id) : null),
  operator: ({ operatorId }) => reference(operatorId),
  source,
};
