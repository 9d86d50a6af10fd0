import { isWzCode, resolveSource } from '@modellregion/subgraph-kit';
import type { WzCodeResolvers } from '../generated/graphql.js';

export const WzCode: WzCodeResolvers = {
  __resolveReference: ({ code }, { services }) =>
    isWzCode(code) ? services.wzCodes.byCode.load(code) : null,
  parent: ({ parentCode }, _, { services }) =>
    parentCode === null ? null : services.wzCodes.byCode.load(parentCode),
  source: resolveSource,
};
