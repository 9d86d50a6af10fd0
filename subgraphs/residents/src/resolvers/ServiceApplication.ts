import { parseOpaqueId, resolveSource } from '@modellregion/subgraph-kit';
import type { FeeState, ServiceApplicationResolvers } from '../generated/graphql.js';
import { firstOf } from './first.js';
import { euro } from './money.js';

export const ServiceApplication: ServiceApplicationResolvers = {
  __resolveReference: ({ id }, { services }) =>
    parseOpaqueId(id, 'application') === null ? null : services.applications.byId(id),
  service: ({ leikaKey, ags }, _, { services }) =>
    leikaKey === null ? null : services.services.withKey(leikaKey, ags),
  applicant: ({ applicantId }, _, { services }) => services.residents.byId(applicantId),
  statusEvents: ({ id }, args, { services }) => firstOf(services.applications.statusEventsOf(id), args),
  fee: ({ feeCents, feeState, feeDueOn }) =>
    // The column has a check: it holds a FeeState or nothing.
    feeCents === null ? null : { amount: euro(feeCents), state: feeState as FeeState, dueOn: feeDueOn },
  caseFile: ({ id }, _, { services }) => services.applications.caseFileOf(id),
  appointment: ({ id }, _, { services }) => services.appointments.ofApplication(id),
  source: resolveSource,
};
