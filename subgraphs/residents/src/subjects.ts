import type { Subjects } from '@modellregion/subgraph-kit';
import type {
  ApplicationRecord,
  AppointmentRecord,
  CaseFileRecord,
  HouseholdRecord,
  ResidentRecord,
} from './records.js';
import type { ResidentsContext, ResidentsServices } from './services.js';

/** Whose data an object is, for every rule of schema.graphql that says `orSelf`. */
export const subjects = {
  Resident: ({ id }: ResidentRecord) => id,
  // A household is about all who live in it: the caller, if they are one of them.
  Household: ({ members }: HouseholdRecord, { caller }: ResidentsContext) =>
    members.find(({ id }) => id === caller.subject)?.id ?? null,
  ServiceApplication: ({ applicantId }: ApplicationRecord) => applicantId,
  CaseFile: async ({ applicationId }: CaseFileRecord, { services }: ResidentsContext) =>
    (await services.applications.byId(applicationId))?.applicantId ?? null,
  Appointment: ({ residentId }: AppointmentRecord) => residentId,
} satisfies Subjects<ResidentsServices>;
