import { DateScalar, DateTimeScalar } from '@modellregion/subgraph-kit';
import type { Resolvers } from '../generated/graphql.js';
import { Address } from './Address.js';
import { Business } from './Business.js';
import { Municipality } from './Municipality.js';
import { Permit } from './Permit.js';
import { Premises } from './Premises.js';
import { Query } from './Query.js';
import { Resident } from './Resident.js';
import { SectionCount } from './SectionCount.js';
import { ServiceApplication } from './ServiceApplication.js';
import { TradeNotice } from './TradeNotice.js';
import { Viewer } from './Viewer.js';
import { WzCode } from './WzCode.js';

/** Every resolver of businesses, file by file as the types are named. */
export const resolvers: Resolvers = {
  Date: DateScalar,
  DateTime: DateTimeScalar,
  Address,
  Business,
  Municipality,
  Permit,
  Premises,
  Query,
  Resident,
  SectionCount,
  ServiceApplication,
  TradeNotice,
  Viewer,
  WzCode,
};
