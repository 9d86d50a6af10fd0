import { clampFirst, isAgs } from '@modellregion/subgraph-kit';
import { requireYear } from '../arguments.js';
import type { MunicipalityResolvers } from '../generated/graphql.js';

export const Municipality: MunicipalityResolvers = {
  __resolveReference: ({ ags }) => (isAgs(ags) ? { ags } : null),
  pointsOfInterest: ({ ags }, { category, first }, { services }) =>
    services.pointsOfInterest
      .ofMunicipality({ category: category ?? null, first: clampFirst(first, { default: 20 }) })
      .load(ags),
  upcomingEvents: ({ ags }, { first }, { services }) =>
    services.events.upcomingIn({ first: clampFirst(first, { default: 10 }) }).load(ags),
  overnightStays: async ({ ags }, { year }, { services }) =>
    (await services.guests.overnightStays({ year: requireYear(year) }).load(ags))?.nights ?? null,
};
