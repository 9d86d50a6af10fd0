import { createHash } from 'node:crypto';
import { addDays, syntheticId, type LocalDate } from '@modellregion/subgraph-kit';
import { isFinal } from '../application-life-cycle.js';
import type { SeedApplication } from './applications.js';
import { SOURCE } from './sources.js';
import { STATUS } from './status-messages.js';

/** Rows of the table service_application. */
export function applicationRows(applications: readonly SeedApplication[]) {
  return applications.map((application) => {
    const { id, offer, applicant, state, events } = application;
    const last = events.at(-1);
    return {
      id,
      ags: offer.ags,
      leika_key: offer.entry.leikaKey,
      applicant_id: applicant.id,
      state,
      created_at: events[0]?.at,
      submitted_at: dateOf(application, 'SUBMITTED')?.at ?? null,
      due_by:
        last === undefined || isFinal(state) ? null : addDays(last.date, offer.entry.processingDays + 7),
      ...feeOf(application),
      source_id: SOURCE.people,
    };
  });
}

function feeOf(application: SeedApplication) {
  const { offer, applicant, events, state } = application;
  if (offer.feeCents === null) return { fee_cents: null, fee_state: null, fee_due_on: null };
  const { youthFee } = offer.entry;
  const young = applicant.birthDate > addDays(events[0]?.date ?? '', -24 * 365.25);
  const fee_cents = youthFee !== null && young ? youthFee : offer.feeCents;
  const asked = dateOf(application, 'AWAITING_PAYMENT');
  const paid = asked !== undefined && events.at(-1) !== asked && state !== 'EXPIRED';
  if (paid) return { fee_cents, fee_state: state === 'WITHDRAWN' ? 'REFUNDED' : 'PAID', fee_due_on: null };
  if (isFinal(state)) return { fee_cents, fee_state: 'WAIVED', fee_due_on: null };
  return { fee_cents, fee_state: 'OPEN', fee_due_on: asked === undefined ? null : addDays(asked.date, 14) };
}

/** Rows of the table status_event. Nobody signed them: the signature stays empty. */
export function statusEventRows(applications: readonly SeedApplication[]) {
  return applications.flatMap(({ id, events }) =>
    events.map(({ state, at }, i) => ({
      application_id: id,
      sequence: i + 1,
      state,
      at,
      actor: STATUS[state].actor,
      message_de: STATUS[state].de,
      message_en: STATUS[state].en,
    })),
  );
}

/** Years that files are kept after they were closed. */
const RETENTION_YEARS = 10;

/** Rows of the table case_file, one for each application that was received. */
export function caseFileRows(applications: readonly SeedApplication[]) {
  return applications.flatMap((application) => {
    const opened = dateOf(application, 'RECEIVED');
    if (opened === undefined) return [];
    const closed = isFinal(application.state) ? (application.events.at(-1)?.date ?? null) : null;
    return {
      id: syntheticId('case-file', application.n),
      application_id: application.id,
      file_reference: `${application.offer.ags}-${opened.date.slice(0, 4)}-${String(application.n).padStart(6, '0')}`,
      opened_on: opened.date,
      closed_on: closed,
      retain_until: closed === null ? null : addDays(closed, RETENTION_YEARS * 365),
    };
  });
}

const TITLES = { RECEIVED: 'Antrag', DECIDED: 'Bewilligung', REJECTED: 'Ablehnender Bescheid' } as const;

/** Rows of the table document: the application, and the decision once there is one. */
export function documentRows(applications: readonly SeedApplication[]) {
  return applications.flatMap((application) =>
    (['RECEIVED', 'DECIDED', 'REJECTED'] as const).flatMap((state, i) => {
      const event = dateOf(application, state);
      // A file is opened with RECEIVED; without it there is nothing to put a document in.
      if (event === undefined || dateOf(application, 'RECEIVED') === undefined) return [];
      const id = syntheticId('document', application.n * 10 + i);
      const sha256 = createHash('sha256').update(id).digest('hex');
      return {
        id,
        case_file_id: syntheticId('case-file', application.n),
        title: `${TITLES[state]}: ${application.offer.entry.title.de}`,
        media_type: 'application/pdf',
        size_bytes: 20_000 + (parseInt(sha256.slice(0, 6), 16) % 400_000),
        sha256,
        created_at: event.at,
        download_url: `https://akte.modellregion.example/${id}`,
      };
    }),
  );
}

/** Rows of the table appointment. */
export function appointmentRows(applications: readonly SeedApplication[]) {
  return applications.flatMap(({ n, id, applicant, offer, appointment }) =>
    appointment === null
      ? []
      : {
          id: syntheticId('appointment', n),
          office_id: offer.office.id,
          desk: appointment.desk,
          resident_id: applicant.id,
          application_id: id,
          leika_key: offer.entry.leikaKey,
          starts_at: appointment.startsAt,
          ends_at: appointment.endsAt,
        },
  );
}

function dateOf(
  { events }: SeedApplication,
  state: SeedApplication['state'],
): { readonly date: LocalDate; readonly at: Date } | undefined {
  return events.find((event) => event.state === state);
}
