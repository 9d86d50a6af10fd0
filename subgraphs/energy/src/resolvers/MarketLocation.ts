import { isMaloId, reference, resolveSource } from '@modellregion/subgraph-kit';
import { requireSeries } from '../arguments.js';
import type { MarketLocationResolvers } from '../generated/graphql.js';
import { tariff } from './tariffs.js';

export const MarketLocation: MarketLocationResolvers = {
  __resolveReference: ({ maloId }, { services }) =>
    isMaloId(maloId) ? services.marketLocations.byId.load(maloId) : null,
  address: ({ addressId }) => reference(addressId),
  customer: ({ customerResidentId }) => reference(customerResidentId),
  businessCustomer: ({ customerBusinessId }) => reference(customerBusinessId),
  tariff: ({ tariffId }, _, context) => tariff(tariffId, context),
  meteringPoints: ({ maloId }, _, { services }) => services.metering.ofLocation.load(maloId),
  consumption: ({ maloId }, args, { services }) =>
    services.series.ofLocation(requireSeries(args)).load(maloId),
  source: resolveSource,
};
