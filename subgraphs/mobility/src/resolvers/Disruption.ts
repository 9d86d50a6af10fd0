import {
  clampFirst,
  isForeignKey,
  resolveMunicipality,
  reference,
  resolveSource,
} from '@modellregion/subgraph-kit';
import type { DisruptionResolvers } from '../generated/graphql.js';

export const Disruption: DisruptionResolvers = {
  __resolveReference: ({ id }, { services }) =>
    isForeignKey(id) ? services.disruptions.byId.load(id) : null,
  from: ({ startsAt }) => startsAt,
  until: ({ endsAt }) => endsAt,
  location: ({ lat, lon }) => (lat === null || lon === null ? null : { lat, lon }),
  municipality: resolveMunicipality,
  source: resolveSource,
  permit: ({ permitId }) => reference(permitId),
  affectedStops: ({ id }, { first }, { services }) =>
    services.disruptions.stops({ first: clampFirst(first, { default: 50 }) }).load(id),
  affectedAddresses: async ({ id }, { first }, { services }) => {
    const addresses = services.disruptions.addresses({ first: clampFirst(first, { default: 50 }) });
    return (await addresses.load(id)).map(({ addressId }) => ({ id: addressId }));
  },
};
