import type {
  BusinessStatus,
  EmployeeBand,
  LegalForm,
  NoticeRecipient,
  PermitKind,
  PermitState,
  PremisesKind,
  TradeNoticeForm,
  TradeNoticeState,
} from '../generated/graphql.js';
import type {
  BusinessModel,
  NoticeForwardingModel,
  PermitModel,
  PremisesModel,
  TradeNoticeModel,
  WzCodeModel,
} from '../generated/prisma/models.js';

// What the repositories return: rows of the database. Its checks promise the literal types.

type Narrowed<Model, Fields> = Readonly<Omit<Model, keyof Fields> & Fields>;

/** An entity of another subgraph, or one of ours by its key alone. */
export interface ById {
  readonly id: string;
}

/** A municipality by its key. */
export interface ByAgs {
  readonly ags: string;
}

export type BusinessRecord = Narrowed<
  Omit<BusinessModel, 'searchText'>,
  {
    readonly legalForm: LegalForm;
    readonly status: BusinessStatus;
    readonly employees: EmployeeBand | null;
  }
>;

export type PremisesRecord = Narrowed<PremisesModel, { readonly kind: PremisesKind }>;

export type WzCodeRecord = Readonly<WzCodeModel>;

export type TradeNoticeRecord = Narrowed<
  TradeNoticeModel,
  { readonly form: TradeNoticeForm; readonly state: TradeNoticeState }
>;

export type ForwardingRecord = Narrowed<NoticeForwardingModel, { readonly recipient: NoticeRecipient }>;

export type PermitRecord = Narrowed<PermitModel, { readonly kind: PermitKind; readonly state: PermitState }>;

/** Numbers of one municipality for one year. */
export interface StatisticsRecord extends ByAgs {
  readonly year: number;
  readonly registrations: number;
  readonly deregistrations: number;
  readonly active: number;
  /** In order of the section. */
  readonly bySection: readonly SectionCountRecord[];
}

export interface SectionCountRecord {
  /** Code of the section. */
  readonly section: string;
  readonly count: number;
}
