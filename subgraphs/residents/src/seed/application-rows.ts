import { createHash } from 'node:crypto';
import { addDays, syntheticId } from '@modellregion/subgraph-kit';
import { isFinal } from '../application-life-cycle.js';
import type { SeedApplication, SeedEvent } from './applications.js';
import { SOURCE } from '../sources.js';
import { STATUS } from './status-messages.js';

/** A row of the table service_application. */
export function applicationRow(application: SeedApplication) {
  const { id, service, applicant, state, events, dueBy } = application;
  return {
    id,
    ags: applicant.ags,
    leika_key: service.entry.leikaKey,
    applicant_id: applicant.id,
    state,
    created_at: events[0]?.at ?? null,
    submitted_at: eventOf(application, 'SUBMITTED')?.at ?? null,
    due_by: dueBy,
    ...feeOf(application),
    source_id: SOURCE.people,
  };
}

function feeOf(application: SeedApplication) {
  const { service, applicant, events, state } = application;
  if (service.feeCents === null) return { fee_cents: null, fee_state: null, fee_due_on: null };
  const { youthFee } = service.entry;
  const young = applicant.birthDate > addDays(events[0]?.date ?? '', -24 * 365.25);
  const fee_cents = youthFee !== null && young ? youthFee : service.feeCents;
  const asked = eventOf(application, 'AWAITING_PAYMENT');
  const paid = asked !== undefined && events.at(-1) !== asked && state !== 'EXPIRED';
  if (paid) return { fee_cents, fee_state: state === 'WITHDRAWN' ? 'REFUNDED' : 'PAID', fee_due_on: null };
  if (isFinal(state)) return { fee_cents, fee_state: 'WAIVED', fee_due_on: null };
  return { fee_cents, fee_state: 'OPEN', fee_due_on: asked === undefined ? null : addDays(asked.date, 14) };
}

/** Rows of the table status_event. Nobody signed them: the signature stays empty. */
export function statusEventRows({ id, events }: SeedApplication) {
  return events.map(({ state, at }, i) => ({
    application_id: id,
    sequence: i + 1,
    state,
    at,
    actor: STATUS[state].actor,
    message_de: STATUS[state].de,
    message_en: STATUS[state].en,
  }));
}

/** Years that files are kept after they were closed. */
const RETENTION_YEARS = 10;

/** The row of the table case_file; none before the application was received. */
export function caseFileRows(application: SeedApplication) {
  const { n, id, applicant, state, events } = application;
  const opened = eventOf(application, 'RECEIVED');
  if (opened === undefined) return [];
  const closed = isFinal(state) ? (events.at(-1)?.date ?? null) : null;
  return [
    {
      id: syntheticId('case-file', n),
      application_id: id,
      file_reference: `${applicant.ags}-${opened.date.slice(0, 4)}-${String(n).padStart(6, '0')}`,
      opened_on: opened.date,
      closed_on: closed,
      retain_until: closed === null ? null : addDays(closed, RETENTION_YEARS * 365),
    },
  ];
}

const TITLES = { RECEIVED: 'Antrag', DECIDED: 'Bewilligung', REJECTED: 'Ablehnender Bescheid' } as const;

/** Rows of the table document: the application, and the decision once there is one. */
export function documentRows(application: SeedApplication) {
  return (['RECEIVED', 'DECIDED', 'REJECTED'] as const).flatMap((state, i) => {
    const event = eventOf(application, state);
    // A file is opened with RECEIVED; without it there is nothing to put a document in.
    if (event === undefined || eventOf(application, 'RECEIVED') === undefined) return [];
    const id = syntheticId('document', application.n * 10 + i);
    const sha256 = createHash('sha256').update(id).digest('hex');
    return {
      id,
      case_file_id: syntheticId('case-file', application.n),
      title: `${TITLES[state]}: ${application.service.entry.title.de}`,
      media_type: 'application/pdf',
      size_bytes: 20_000 + (parseInt(sha256.slice(0, 6), 16) % 400_000),
      sha256,
      created_at: event.at,
      download_url: `https://akte.modellregion.example/${id}`,
    };
  });
}

/** The row of the table appointment; none if none is booked. */
export function appointmentRows({ n, id, applicant, appointment }: SeedApplication) {
  if (appointment === null) return [];
  return [
    {
      id: syntheticId('appointment', n),
      office_id: appointment.officeId,
      desk: appointment.desk,
      resident_id: applicant.id,
      application_id: id,
      leika_key: appointment.leikaKey,
      starts_at: appointment.startsAt,
      ends_at: appointment.endsAt,
    },
  ];
}

function eventOf({ events }: SeedApplication, state: SeedApplication['state']): SeedEvent | undefined {
  return events.find((event) => event.state === state);
}
