import { DateScalar, DateTimeScalar, LocalTimeScalar } from '@modellregion/subgraph-kit';
import { Address } from './Address.js';
import { AdministrativeDistrict } from './AdministrativeDistrict.js';
import { Appointment } from './Appointment.js';
import { CaseFile } from './CaseFile.js';
import { Household } from './Household.js';
import { IdentityDocument } from './IdentityDocument.js';
import { Municipality } from './Municipality.js';
import { Office } from './Office.js';
import { OpeningPeriod } from './OpeningPeriod.js';
import { PopulationFigure } from './PopulationFigure.js';
import { Query } from './Query.js';
import { Residence } from './Residence.js';
import { Resident } from './Resident.js';
import { NoInformation, ResidentLookupHit, ResidentLookupResult } from './ResidentLookupResult.js';
import { ServiceApplication } from './ServiceApplication.js';
import { ServiceOffer } from './ServiceOffer.js';
import { Slot } from './Slot.js';
import { StatusEvent } from './StatusEvent.js';
import { Viewer } from './Viewer.js';

/** One file for each GraphQL type that is more than its columns. */
export const resolvers = {
  Date: DateScalar,
  DateTime: DateTimeScalar,
  LocalTime: LocalTimeScalar,
  Query,
  Municipality,
  AdministrativeDistrict,
  PopulationFigure,
  Address,
  Office,
  OpeningPeriod,
  ServiceOffer,
  Viewer,
  Resident,
  Residence,
  Household,
  IdentityDocument,
  ResidentLookupResult,
  ResidentLookupHit,
  NoInformation,
  ServiceApplication,
  StatusEvent,
  CaseFile,
  Appointment,
  Slot,
};
