import { parseOpaqueId } from '@modellregion/subgraph-kit';
import type { HouseholdResolvers } from '../generated/graphql.js';
import { firstOf } from './first.js';

export const Household: HouseholdResolvers = {
  __resolveReference: ({ id }, { services }) =>
    parseOpaqueId(id, 'household') === null ? null : services.residents.household(id),
  size: ({ members }) => members.length,
  members: ({ members }, args) => firstOf(Promise.resolve(members), args),
};
