import {
  dataSourceRepository,
  type DataSourceRepository,
  type RequestFacts,
} from '@modellregion/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.js';
import { businessRepository, type BusinessRepository } from './repositories/businesses.js';
import { noticeRepository, type NoticeRepository } from './repositories/notices.js';
import { permitRepository, type PermitRepository } from './repositories/permits.js';
import { statisticsRepository, type StatisticsRepository } from './repositories/statistics.js';
import { wzCodeRepository, type WzCodeRepository } from './repositories/wz-codes.js';

/** The repositories of one request; each remembers what it has loaded. */
export interface BusinessesServices {
  readonly businesses: BusinessRepository;
  readonly dataSources: DataSourceRepository;
  readonly notices: NoticeRepository;
  readonly permits: PermitRepository;
  readonly statistics: StatisticsRepository;
  readonly wzCodes: WzCodeRepository;
}

/** Fresh repositories for a request: they answer its caller, at the time of its clock. */
export function businessesServices(
  db: PrismaClient,
  request: Pick<RequestFacts, 'caller' | 'clock'>,
): BusinessesServices {
  const businesses = businessRepository(db);
  return {
    businesses,
    dataSources: dataSourceRepository(db),
    notices: noticeRepository(db, request),
    permits: permitRepository(db, request, businesses),
    statistics: statisticsRepository(db, request),
    wzCodes: wzCodeRepository(db),
  };
}
