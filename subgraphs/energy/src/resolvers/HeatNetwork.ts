import { isForeignKey, reference, resolveMunicipality, resolveSource } from '@modellregion/subgraph-kit';
import type { HeatNetworkResolvers } from '../generated/graphql.js';

export const HeatNetwork: HeatNetworkResolvers = {
  __resolveReference: ({ id }, { services }) =>
    isForeignKey(id) ? services.networks.heatNetwork.load(id) : null,
  operator: ({ operatorId }) => reference(operatorId),
  municipality: resolveMunicipality,
  source: resolveSource,
};
