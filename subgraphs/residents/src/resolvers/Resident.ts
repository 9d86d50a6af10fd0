import { fromDateColumn, localDateOf, parseOpaqueId, resolveSource } from '@modellregion/subgraph-kit';
import type { ResidentResolvers } from '../generated/graphql.js';
import { isAdultOn } from '../adulthood.js';
import { firstOf } from './first.js';

export const Resident: ResidentResolvers = {
  __resolveReference: ({ id }, { services }) =>
    parseOpaqueId(id, 'resident') === null ? null : services.residents.byId(id),
  dateOfBirth: ({ birthDate }) => birthDate,
  isAdult: ({ birthDate }, _, { clock }) => isAdultOn(localDateOf(clock.now()), fromDateColumn(birthDate)),
  taxId: ({ id }, _, { services }) => services.residents.taxIdOf(id),
  residences: ({ id }, args, { services }) => firstOf(services.residents.residencesOf(id), args),
  identityDocuments: ({ id }, args, { services }) =>
    firstOf(services.residents.identityDocumentsOf(id), args),
  household: ({ householdId }, _, { services }) =>
    householdId === null ? null : services.residents.household(householdId),
  applications: ({ id }, args, { services }) =>
    firstOf(services.applications.ofResident(id, args.states ?? null), args),
  appointments: ({ id }, args, { services }) =>
    firstOf(services.appointments.ofResident(id, args.upcomingOnly), args),
  source: resolveSource,
};
