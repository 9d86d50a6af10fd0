import { isForeignKey } from '@modellregion/subgraph-kit';
import type { ChargingStationResolvers } from '../generated/graphql.js';
import { tariff } from './tariffs.js';

export const ChargingStation: ChargingStationResolvers = {
  __resolveReference: ({ id }) => (isForeignKey(id) ? { id } : null),
  gridConnection: ({ id }, _, { services }) => services.marketLocations.ofChargingStation.load(id),
  greenPowerShare: async ({ id }, _, context) => {
    const location = await context.services.marketLocations.ofChargingStation.load(id);
    return (await tariff(location?.tariffId ?? null, context))?.renewableShare ?? null;
  },
};
