import { clampFirst, isForeignKey } from '@modellregion/subgraph-kit';
import type { BusinessResolvers } from '../generated/graphql.js';

export const Business: BusinessResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  hostedEvents: ({ id }, { first }, { services }) =>
    services.events.upcomingBy({ first: clampFirst(first, { default: 10 }) }).load(id),
  hotelStars: async ({ id }, _, { services }) => (await services.guests.hotel.load(id))?.stars ?? null,
};
