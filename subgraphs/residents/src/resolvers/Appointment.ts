import { parseOpaqueId } from '@modellregion/subgraph-kit';
import type { AppointmentResolvers } from '../generated/graphql.js';

export const Appointment: AppointmentResolvers = {
  __resolveReference: ({ id }, { services }) =>
    parseOpaqueId(id, 'appointment') === null ? null : services.appointments.byId(id),
  resident: ({ residentId }, _, { services }) => services.residents.byId(residentId),
  application: ({ applicationId }, _, { services }) =>
    applicationId === null ? null : services.applications.byId(applicationId),
  office: ({ officeId }, _, { services }) => services.offices.withId(officeId),
};
