import { isMeloId, resolveSource } from '@modellregion/subgraph-kit';
import type { MeteringPointResolvers } from '../generated/graphql.js';

export const MeteringPoint: MeteringPointResolvers = {
  __resolveReference: ({ meloId }, { services }) =>
    isMeloId(meloId) ? services.metering.byId.load(meloId) : null,
  smartMeter: ({ smart }) => smart,
  marketLocation: ({ maloId }, _, { services }) => services.marketLocations.byId.load(maloId),
  lastReading: ({ lastReadAt: at, lastRegister, lastStatus: status, obis, unit }) =>
    at === null || lastRegister === null || status === null
      ? null
      : { at, obis, unit, status, value: Number(lastRegister) / 1000 },
  source: resolveSource,
};
