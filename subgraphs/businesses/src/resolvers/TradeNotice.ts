import {
  addDays,
  isOpaqueId,
  localDateOf,
  present,
  reference,
  resolveSource,
} from '@modellregion/subgraph-kit';
import type { TradeNoticeResolvers } from '../generated/graphql.js';
import { RECEIPT_DAYS } from '../notice-life-cycle.js';

export const TradeNotice: TradeNoticeResolvers = {
  __resolveReference: ({ id }, { services }) =>
    isOpaqueId(id, 'trade-notice') ? services.notices.byId.load(id) : null,
  business: async ({ businessId }, _, { services }) =>
    present(await services.businesses.byId.load(businessId), `business ${businessId}`),
  receiptDueOn: ({ filedAt }) => addDays(localDateOf(filedAt), RECEIPT_DAYS),
  forwardings: ({ id }, _, { services }) => services.notices.forwardings(id),
  application: ({ applicationId }) => reference(applicationId),
  source: resolveSource,
};
