import type { DepartureResolvers } from '../generated/graphql.js';

export const Departure: DepartureResolvers = {
  line: async ({ lineId }, _, { services }) => {
    const line = await services.stops.line.load(lineId);
    if (line === null) throw new Error(`line ${lineId} is missing`);
    return line;
  },
};
