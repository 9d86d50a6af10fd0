import type { SlotResolvers } from '../generated/graphql.js';

export const Slot: SlotResolvers = {
  office: ({ officeId }, _, { services }) => services.offices.withId(officeId),
};
