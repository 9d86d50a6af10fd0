import { tableOf } from '@modellregion/subgraph-kit';
import { Prisma } from '../generated/prisma/client.js';

/** Without the text that only the search reads. */
export const BUSINESS = tableOf(
  'business',
  Object.values(Prisma.BusinessScalarFieldEnum).filter((field) => field !== 'searchText'),
);

export const NOTICE_FORWARDING = tableOf(
  'notice_forwarding',
  Object.values(Prisma.NoticeForwardingScalarFieldEnum),
);

export const PERMIT = tableOf('permit', Object.values(Prisma.PermitScalarFieldEnum));

export const PREMISES = tableOf('premises', Object.values(Prisma.PremisesScalarFieldEnum));

export const PROPRIETOR = tableOf('proprietor', Object.values(Prisma.ProprietorScalarFieldEnum));

export const TRADE_NOTICE = tableOf('trade_notice', Object.values(Prisma.TradeNoticeScalarFieldEnum));
