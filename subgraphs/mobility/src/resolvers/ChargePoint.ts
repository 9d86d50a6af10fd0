import { isEvseId } from '@modellregion/subgraph-kit';
import type { ChargePointResolvers } from '../generated/graphql.js';

export const ChargePoint: ChargePointResolvers = {
  __resolveReference: ({ evseId }, { services }) =>
    isEvseId(evseId) ? services.charging.point.load(evseId) : null,
};
