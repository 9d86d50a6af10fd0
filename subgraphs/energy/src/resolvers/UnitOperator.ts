import type { UnitOperatorResolvers } from '../generated/graphql.js';

export const UnitOperator: UnitOperatorResolvers = {
  __resolveType: ({ __typename }) => __typename,
};
