import {
  addDays,
  instantOf,
  isoWeekday,
  syntheticId,
  type LocalDate,
  type SeededRandom,
  type SyntheticRegion,
} from '@modellregion/subgraph-kit';
import { APPLICATION_STATES, isFinal } from '../application-life-cycle.js';
import type { ApplicationState } from '../generated/graphql.js';
import { canReach, pathTo } from './application-path.js';
import { DeskBook, type BookedDesk } from './desks.js';
import { groupBy } from './group-by.js';
import type { SeedPerson } from './people.js';
import type { SeedOffer } from './service-rows.js';

/** An application of the seed with all that happened to it. */
export interface SeedApplication {
  readonly n: number;
  readonly id: string;
  readonly applicant: SeedPerson;
  readonly offer: SeedOffer;
  readonly state: ApplicationState;
  /** In order of time, one working day or more apart. */
  readonly events: readonly SeedEvent[];
  readonly appointment: BookedDesk | null;
}

export interface SeedEvent {
  readonly state: ApplicationState;
  readonly date: LocalDate;
  readonly at: Date;
}

/** One application for four residents: enough that every desk has work. */
const PER_RESIDENT = 0.25;

/** How often each state stands in the register, besides the first fifteen, which are one of each. */
const STATE_WEIGHTS: readonly (readonly [ApplicationState, number])[] = APPLICATION_STATES.map((state) => [
  state,
  state === 'COMPLETED' ? 45 : isFinal(state) ? 4 : 5,
]);

/** Applications of adults, relative to the day of seeding; the same for the same region and day. */
export function seedApplications(
  people: readonly SeedPerson[],
  offers: readonly SeedOffer[],
  { region, today }: { readonly region: SyntheticRegion; readonly today: LocalDate },
): readonly SeedApplication[] {
  const random = region.random('residents/applications');
  const applicants = people.filter(({ adult, deceasedOn }) => adult && deceasedOn === null);
  const offersOf = groupBy(offers, ({ ags }) => ags);
  const desks = new DeskBook();
  return Array.from({ length: Math.round(people.length * PER_RESIDENT) }, (_, i) => {
    const applicant = random.pick(applicants);
    const state = APPLICATION_STATES[i] ?? random.weighted(STATE_WEIGHTS);
    const offer = random.pick((offersOf.get(applicant.ags) ?? []).filter((it) => canReach(it, state)));
    const path = pathTo(state, offer, random);
    const events = eventsOf(path, today, random);
    const n = i + 1;
    const appointment = appointmentOf({ path, events, offer }, { desks, today, random });
    return { n, id: syntheticId('application', n), applicant, offer, state, events, appointment };
  });
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
  { path, events, offer }: Pick<SeedApplication, 'events' | 'offer'> & { path: readonly ApplicationState[] },
  { desks, today, random }: { desks: DeskBook; today: LocalDate; random: SeededRandom },
): BookedDesk | null {
  const minutes = offer.entry.appointmentMinutes;
  const waiting = path.indexOf('AWAITING_APPOINTMENT');
  if (minutes === null || waiting === -1) return null;
  if (waiting === path.length - 1) {
    const date = workday(addDays(today, random.int(1, 20)), 1);
    return desks.book(offer.office, { minutes, date, random });
  }
  const next = events[waiting + 1];
  if (next?.state !== 'IN_REVIEW') return null;
  return desks.book(offer.office, { minutes, date: workday(addDays(next.date, -1), -1), random });
}

/** The day itself, or the nearest one in a direction that is no Saturday or Sunday. */
function workday(date: LocalDate, direction: 1 | -1): LocalDate {
  let day = date;
  while (isoWeekday(day) > 5) day = addDays(day, direction);
  return day;
}
