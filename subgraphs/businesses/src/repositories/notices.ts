import {
  batchLoader,
  groupLoader,
  rowsOfEach,
  type First,
  type Loader,
  type RequestFacts,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from '../generated/prisma/client.js';
import { mayKnowOf } from '../visibility.js';
import type { ForwardingRecord, TradeNoticeRecord } from './records.js';
import { NOTICE_FORWARDING, TRADE_NOTICE } from './tables.js';

export interface NoticeRepository {
  readonly byId: Loader<TradeNoticeRecord | null>;
  /** By business, the latest first. */
  readonly ofBusiness: (args: First) => Loader<readonly TradeNoticeRecord[]>;
  readonly ofApplication: Loader<TradeNoticeRecord | null>;
  /** In the order of the law, as far as the caller may know of them. */
  readonly forwardings: (id: string) => Promise<readonly ForwardingRecord[]>;
}

export function noticeRepository(
  db: PrismaClient,
  { caller }: Pick<RequestFacts, 'caller'>,
): NoticeRepository {
  const forwardings = groupLoader<string, ForwardingRecord>(
    async (ids) => db.$queryRaw`
      SELECT ${NOTICE_FORWARDING.columns} FROM notice_forwarding
       WHERE notice_id = ANY (${ids}::text[]) ORDER BY notice_id, position`,
    ({ noticeId }) => noticeId,
  );
  return {
    byId: batchLoader<string, TradeNoticeRecord>(
      async (ids) =>
        db.$queryRaw`SELECT ${TRADE_NOTICE.columns} FROM trade_notice WHERE id = ANY (${ids}::text[])`,
      ({ id }) => id,
    ),
    ofBusiness: rowsOfEach(db, {
      table: TRADE_NOTICE,
      column: 'business_id',
      orderBy: 'filed_at DESC, id',
    }),
    ofApplication: batchLoader<string, TradeNoticeRecord>(
      async (ids) => db.$queryRaw`
        SELECT ${TRADE_NOTICE.columns} FROM trade_notice WHERE application_id = ANY (${ids}::text[])`,
      ({ applicationId }) => applicationId ?? '',
    ),
    forwardings: async (id) => (await forwardings.load(id)).filter((it) => mayKnowOf(it, caller)),
  };
}
