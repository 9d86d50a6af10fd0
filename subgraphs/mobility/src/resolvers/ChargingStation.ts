import { isForeignKey } from '../arguments.js';
import type { ChargingStationResolvers } from '../generated/graphql.js';
import { location, municipality, reference, source } from './references.js';

export const ChargingStation: ChargingStationResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.charging.byId.load(id) : null),
  location,
  municipality,
  source,
  operator: ({ operatorId }) => reference(operatorId),
  address: ({ addressId }) => reference(addressId),
  points: ({ id }, _, { services }) => services.charging.points.load(id),
};
