import { requireOpaqueId, requireWzCode } from '@modellregion/subgraph-kit';
import { businessSearch } from '../arguments.js';
import type { QueryResolvers } from '../generated/graphql.js';

export const Query: QueryResolvers = {
  business: (_, { id }, { services }) => services.businesses.byId.load(requireOpaqueId(id, 'id', 'business')),
  businessSearch: (_, args, { services }) => services.businesses.search(businessSearch(args)),
  wzCode: (_, { code }, { services }) => services.wzCodes.byCode.load(requireWzCode(code, 'code')),
  tradeNotice: (_, { id }, { services }) =>
    services.notices.byId.load(requireOpaqueId(id, 'id', 'trade-notice')),
  businessesDataSources: (_, _args, { services }) => services.dataSources.all(),
};
