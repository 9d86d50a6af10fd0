import { isMastrNumber, reference, resolveMunicipality, resolveSource } from '@modellregion/subgraph-kit';
import type { GenerationUnitResolvers } from '../generated/graphql.js';

export const GenerationUnit: GenerationUnitResolvers = {
  __resolveReference: ({ mastrNumber }, { services }) =>
    isMastrNumber(mastrNumber) ? services.units.byId.load(mastrNumber) : null,
  municipality: resolveMunicipality,
  source: resolveSource,
  location: ({ lat, lon }) => (lat === null || lon === null ? null : { lat, lon }),
  address: ({ addressId }) => reference(addressId),
  operator: ({ operatorResidentId, operatorBusinessId }) =>
    operatorResidentId !== null
      ? { __typename: 'Resident', id: operatorResidentId }
      : operatorBusinessId !== null
        ? { __typename: 'Business', id: operatorBusinessId }
        : null,
  feedIn: ({ feedInMaloId }, _, { services }) =>
    feedInMaloId === null ? null : services.marketLocations.byId.load(feedInMaloId),
  application: ({ applicationId }) => reference(applicationId),
};
