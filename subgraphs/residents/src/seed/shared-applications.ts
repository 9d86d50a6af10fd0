import {
  addDays,
  instantOf,
  syntheticSolarApplications,
  syntheticTradeRegistrations,
  syntheticVehicles,
  TRADE_REGISTRATION_KEY,
  type LocalDate,
  type SeededRandom,
  type SyntheticRegion,
  type SyntheticSolarApplication,
} from '@modellregion/subgraph-kit';
import { isFinal } from '../application-life-cycle.js';
import type { ApplicationState } from '../generated/graphql.js';
import { pathTo } from './application-path.js';
import type { SeedApplication, SeedEvent } from './applications.js';
import type { SeedOffer } from './service-rows.js';
import { SOLAR_CONNECTION, VEHICLE_REGISTRATION } from './unlisted-services.js';
import { workday } from './workday.js';

/** Days that the kit's rules and these agree on. */
interface Days {
  /** Handed in. */
  readonly filedOn: LocalDate;
  /** Worked on and decided. */
  readonly decidedOn: LocalDate;
  /** Closed, if it is. */
  readonly closedOn: LocalDate;
  readonly dueBy: LocalDate;
}

type Facts = Pick<SeedApplication, 'n' | 'id' | 'applicant' | 'service' | 'state'>;

/**
 * Applications that other subgraphs refer to: of a trade (its notice), a solar system (the unit) and a vehicle (its
 * registration). Who applied, the number and where it stands come from the rules of the kit that those draw from too.
 */
export function* sharedApplications(
  offers: readonly SeedOffer[],
  { region, today }: { readonly region: SyntheticRegion; readonly today: LocalDate },
): Generator<SeedApplication> {
  const random = region.random('residents/shared-applications');
  const trades = new Map(
    offers
      .filter(({ entry }) => entry.leikaKey === TRADE_REGISTRATION_KEY)
      .map((offer) => [offer.ags, offer]),
  );
  for (const trade of syntheticTradeRegistrations(region, today)) {
    const { applicationNumber: n, applicationId: id, applicant, ags, state, filedOn, settledOn } = trade;
    const service = trades.get(ags);
    if (service === undefined) throw new Error(`seed: ${ags} has no service ${TRADE_REGISTRATION_KEY}`);
    const decidedOn = settledOn ?? filedOn;
    // GewO § 15 (1)
    const days = { filedOn, decidedOn, closedOn: decidedOn, dueBy: addDays(filedOn, 3) };
    yield finish({ n, id, applicant, service, state }, days, random);
  }
  for (const solar of syntheticSolarApplications(region)) {
    const { applicationNumber: n, id, applicant, stage } = solar;
    const facts = { n, id, applicant, service: SOLAR_CONNECTION, state: SOLAR_STATES[stage] };
    yield finish(facts, solarDays(solar, today, random), random);
  }
  for (const { holder: applicant, application } of syntheticVehicles(region)) {
    if (application === null) continue;
    const { applicationNumber: n, applicationId: id, filedDaysAgo } = application;
    const filedOn = workday(addDays(today, -filedDaysAgo), -1);
    const decidedOn = workday(addDays(filedOn, random.int(0, 2)), 1);
    const facts = { n, id, applicant, service: VEHICLE_REGISTRATION, state: 'COMPLETED' } as const;
    yield finish(facts, { filedOn, decidedOn, closedOn: decidedOn, dueBy: decidedOn }, random);
  }
}

/** What a stage of a solar system means for its application, which asks for the connection to the grid. */
const SOLAR_STATES: Readonly<Record<SyntheticSolarApplication['stage'], ApplicationState>> = {
  PLANNED: 'DRAFT',
  GRID_REQUESTED: 'IN_REVIEW',
  GRID_APPROVED: 'DECIDED',
  INSTALLED: 'DECIDED',
  METER_SET: 'DECIDED',
  IN_OPERATION: 'COMPLETED',
};

/** Approved within the month that EEG § 8 gives; closed with the first kilowatt-hour. */
function solarDays(
  { commissionedDaysAgo }: SyntheticSolarApplication,
  today: LocalDate,
  random: SeededRandom,
): Days {
  const closedOn = addDays(today, -(commissionedDaysAgo ?? 0));
  const decidedOn = workday(addDays(closedOn, -random.int(5, 40)), -1);
  const filedOn = workday(addDays(decidedOn, -random.int(5, 25)), -1);
  return { filedOn, decidedOn, closedOn, dueBy: addDays(today, random.int(1, 25)) };
}

function finish(facts: Facts, days: Days, random: SeededRandom): SeedApplication {
  const { state, service } = facts;
  const events = eventsOn(pathTo(state, service, random), days, random);
  return { ...facts, events, dueBy: isFinal(state) ? null : days.dueBy, appointment: null };
}

/** Each step on its day; steps of one day are spread over its ten working hours, in their order. */
function eventsOn(path: readonly ApplicationState[], days: Days, random: SeededRandom): readonly SeedEvent[] {
  const review = path.indexOf('IN_REVIEW');
  const dated = path.map((state, i) => {
    if (review === -1 || i < review) return { state, date: days.filedOn };
    return { state, date: state === 'COMPLETED' ? days.closedOn : days.decidedOn };
  });
  return dated.map(({ state, date }, i) => {
    const first = dated.findIndex((it) => it.date === date);
    const part = 600 / dated.filter((it) => it.date === date).length;
    const minute = Math.floor(6 * 60 + (i - first + random.next() * 0.8) * part);
    return { state, date, at: instantOf(date, minute) };
  });
}
