import type {
  AddressModel,
  AdministrativeDistrictModel,
  AppointmentModel,
  CaseFileModel,
  DocumentModel,
  IdentityDocumentModel,
  MunicipalityModel,
  OfficeModel,
  OpeningPeriodModel,
  PopulationFigureModel,
  ResidenceModel,
  ResidentModel,
  ServiceApplicationModel,
  ServiceModel,
  ServiceOfferModel,
  StatusEventModel,
} from './generated/prisma/models.js';

export type { DataSourceRecord } from '@modellregion/subgraph-kit';

// What resolvers hand to each other: rows of the database, and four shapes that are no row.

export type DistrictRecord = AdministrativeDistrictModel;
export type MunicipalityRecord = MunicipalityModel;
export type PopulationFigureRecord = PopulationFigureModel;
export type AddressRecord = AddressModel;
export type OfficeRecord = OfficeModel;
export type OpeningPeriodRecord = OpeningPeriodModel;
export type ServiceRecord = ServiceModel;
export type ServiceOfferRecord = ServiceOfferModel;
export type ResidentRecord = ResidentModel;
export type ResidenceRecord = ResidenceModel;
export type IdentityDocumentRecord = IdentityDocumentModel;
export type ApplicationRecord = ServiceApplicationModel;
export type StatusEventRecord = StatusEventModel;
export type CaseFileRecord = CaseFileModel;
export type DocumentRecord = DocumentModel;
export type AppointmentRecord = AppointmentModel;

/** Who asks; its id is the resident's or official's id, or `anonymous`. */
export interface ViewerRecord {
  readonly id: string;
}

/** A household as this caller may see it: never without members. */
export interface HouseholdRecord {
  readonly id: string;
  /** Who may be told about, the eldest first. */
  readonly members: readonly ResidentRecord[];
}

/** The one person a look-up found. */
export interface LookupHitRecord {
  readonly kind: 'HIT';
  readonly resident: ResidentRecord;
}

/** The neutral answer of a look-up: it carries nothing, so that nothing can be read from it. */
export interface NoInformationRecord {
  readonly kind: 'NO_INFORMATION';
}

/** A free appointment, computed and stored nowhere. */
export interface SlotRecord {
  readonly id: string;
  readonly officeId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}
