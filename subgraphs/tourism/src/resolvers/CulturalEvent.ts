import { present, reference, resolveSource } from '@modellregion/subgraph-kit';
import type { CulturalEventResolvers } from '../generated/graphql.js';

export const CulturalEvent: CulturalEventResolvers = {
  __resolveReference: ({ id }, { services }) => services.events.byId.load(id),
  venue: async ({ venueId }, _, { services }) =>
    present(await services.pointsOfInterest.byId.load(venueId), `point_of_interest ${venueId}`),
  organiser: ({ organiserId }) => reference(organiserId),
  permit: ({ permitId }) => reference(permitId),
  priceFrom: ({ priceFromCents }) =>
    priceFromCents === null ? null : { amountCents: priceFromCents, currency: 'EUR' },
  source: resolveSource,
};
