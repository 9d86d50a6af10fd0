import { reference } from '@modellregion/subgraph-kit';
import type { PremisesResolvers } from '../generated/graphql.js';

export const Premises: PremisesResolvers = {
  address: ({ addressId }) => reference(addressId),
};
