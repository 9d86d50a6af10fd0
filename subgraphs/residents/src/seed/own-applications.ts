import {
  addDays,
  instantOf,
  syntheticId,
  TRADE_REGISTRATION_KEY,
  type LocalDate,
  type SeededRandom,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import { APPLICATION_STATES, isFinal } from '../application-life-cycle.js';
import type { ApplicationState } from '../generated/graphql.js';
import { canReach, pathTo } from './application-path.js';
import type { SeedApplication, SeedAppointment, SeedEvent } from './applications.js';
import { DeskBook } from './desks.js';
import { groupBy } from './group-by.js';
import type { Applicant } from './people.js';
import type { SeedOffer } from './service-rows.js';
import { workday } from './workday.js';

/** One application for four residents: enough that every desk has work. */
const PER_RESIDENT = 0.25;

/** How often each state stands in the register, besides the first fifteen, which are one of each. */
const STATE_WEIGHTS: readonly (readonly [ApplicationState, number])[] = APPLICATION_STATES.map((state) => [
  state,
  state === 'COMPLETED' ? 45 : isFinal(state) ? 4 : 5,
]);

/**
 * Applications that no other subgraph refers to, relative to the day of seeding; the same for the same region and day.
 * Trades are not among them: each of their applications has a notice at another subgraph (shared-applications.ts).
 */
export function* ownApplications(
  applicants: readonly Applicant[],
  offers: readonly SeedOffer[],
  { region, today }: { readonly region: SyntheticRegion; readonly today: LocalDate },
): Generator<SeedApplication> {
  const random = region.random('residents/applications');
  const offersOf = groupBy(
    offers.filter(({ entry }) => entry.leikaKey !== TRADE_REGISTRATION_KEY),
    ({ ags }) => ags,
  );
  const desks = new DeskBook();
  const count = Math.round(region.residentCount * PER_RESIDENT);
  for (let n = 1; n <= count; n += 1) {
    const applicant = random.pick(applicants);
    const state = APPLICATION_STATES[n - 1] ?? random.weighted(STATE_WEIGHTS);
    const service = random.pick((offersOf.get(applicant.ags) ?? []).filter((it) => canReach(it, state)));
    const path = pathTo(state, service, random);
    const events = eventsOf(path, today, random);
    const last = events.at(-1);
    yield {
      n,
      id: syntheticId('application', n),
      applicant,
      service,
      state,
      events,
      dueBy:
        last === undefined || isFinal(state) ? null : addDays(last.date, service.entry.processingDays + 7),
      appointment: appointmentOf({ path, events, offer: service }, { desks, today, random }),
    };
  }
}

/** Working days back from the last event; open applications moved lately, closed ones up to ten months ago. */
function eventsOf(
  path: readonly ApplicationState[],
  today: LocalDate,
  random: SeededRandom,
): readonly SeedEvent[] {
  const last = path.at(-1) ?? 'DRAFT';
  let date = workday(addDays(today, -(isFinal(last) ? random.int(5, 300) : random.int(1, 6))), -1);
  const events: SeedEvent[] = [];
  for (const state of path.toReversed()) {
    events.unshift({ state, date, at: instantOf(date, random.int(8 * 60, 16 * 60)) });
    date = workday(addDays(date, -random.int(1, 4)), -1);
  }
  return events;
}

/** In the next three weeks for who waits for it; else on the day before the review began. */
function appointmentOf(
  {
    path,
    events,
    offer,
  }: {
    readonly path: readonly ApplicationState[];
    readonly events: readonly SeedEvent[];
    readonly offer: SeedOffer;
  },
  { desks, today, random }: { desks: DeskBook; today: LocalDate; random: SeededRandom },
): SeedAppointment | null {
  const { office, entry } = offer;
  const minutes = entry.appointmentMinutes;
  const waiting = path.indexOf('AWAITING_APPOINTMENT');
  if (minutes === null || waiting === -1) return null;
  const next = events[waiting + 1];
  let date: LocalDate;
  if (waiting === path.length - 1) date = workday(addDays(today, random.int(1, 20)), 1);
  else if (next?.state === 'IN_REVIEW') date = workday(addDays(next.date, -1), -1);
  else return null;
  const booked = desks.book(office, { minutes, date, random });
  return booked === null ? null : { ...booked, officeId: office.id, leikaKey: entry.leikaKey };
}
