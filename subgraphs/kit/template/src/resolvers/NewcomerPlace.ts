import { reference, resolveMunicipality, resolveSource } from '@modellregion/subgraph-kit';
import type { NewcomerPlaceResolvers } from '../generated/graphql.js';

export const NewcomerPlace: NewcomerPlaceResolvers = {
  __resolveReference: ({ id }, { services }) => services.places.byId.load(id),
  address: ({ addressId }) => reference(addressId),
  municipality: resolveMunicipality,
  source: resolveSource,
};
