import type { ResidenceResolvers } from '../generated/graphql.js';

export const Residence: ResidenceResolvers = {
  address: ({ addressId }, _, { services }) => services.addresses.withId(addressId),
};
