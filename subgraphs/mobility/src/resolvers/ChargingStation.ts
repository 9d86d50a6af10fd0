import {
  isForeignKey,
  resolveLocation,
  resolveMunicipality,
  reference,
  resolveSource,
} from '@modellregion/subgraph-kit';
import type { ChargingStationResolvers } from '../generated/graphql.js';

export const ChargingStation: ChargingStationResolvers = {
  __resolveReference: ({ id }, { services }) => (isForeignKey(id) ? services.charging.byId.load(id) : null),
  location: resolveLocation,
  municipality: resolveMunicipality,
  source: resolveSource,
  operator: ({ operatorId }) => reference(operatorId),
  address: ({ addressId }) => reference(addressId),
  plugs: ({ plugs }) => (plugs.length === 0 ? null : plugs),
  points: ({ id }, _, { services }) => services.charging.points.load(id),
};
