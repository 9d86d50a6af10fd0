import type { LocalDate, SyntheticPerson } from '@modellregion/subgraph-kit';
import type { ApplicationState } from '../generated/graphql.js';
import type { CatalogueEntry } from './catalogue.js';
import type { BookedDesk } from './desks.js';

/** An application of the seed with all that happened to it. */
export interface SeedApplication {
  /** Own ones from 1; numbers of those that other subgraphs refer to are the kit's. */
  readonly n: number;
  readonly id: string;
  readonly applicant: Pick<SyntheticPerson, 'id' | 'ags' | 'birthDate'>;
  readonly service: AppliedFor;
  readonly state: ApplicationState;
  /** In order of time. */
  readonly events: readonly SeedEvent[];
  /** When the next step or the result is due; null once nothing follows. */
  readonly dueBy: LocalDate | null;
  readonly appointment: SeedAppointment | null;
}

/** What an application is for, as far as it decides the way and the fee. */
export interface AppliedFor {
  readonly entry: Pick<CatalogueEntry, 'title' | 'channel' | 'youthFee' | 'processingDays' | 'production'> & {
    /** Null where the catalogue has no entry. */
    readonly leikaKey: string | null;
  };
  readonly feeCents: number | null;
}

export interface SeedEvent {
  readonly state: ApplicationState;
  readonly date: LocalDate;
  readonly at: Date;
}

export interface SeedAppointment extends BookedDesk {
  readonly officeId: string;
  readonly leikaKey: string;
}
