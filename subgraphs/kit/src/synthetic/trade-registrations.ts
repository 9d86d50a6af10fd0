import { addDays, isoWeekday, type LocalDate } from '../time/index.js';
import { canApply } from './applicants.js';
import { applicationNumber, type ApplicationNumber } from './application-numbers.js';
import type { SyntheticPerson } from './people.js';
import type { SyntheticRegion } from './region.js';

/** LeiKa key of the registration of a trade (Gewerbeanmeldung). */
export const TRADE_REGISTRATION_KEY = '99050012104000';

/** Where the application stands; names of `ApplicationState` of residents. */
export type TradeRegistrationState =
  'SUBMITTED' | 'IN_REVIEW' | 'INFO_REQUESTED' | 'DECIDED' | 'COMPLETED' | 'REJECTED';

/** Somebody registered a trade online: an application at residents, a business and its notice at businesses. */
export interface SyntheticTradeRegistration extends ApplicationNumber {
  /** From 1. */
  readonly k: number;
  /** Lives in `ags`, where the trade is registered as well. */
  readonly applicant: SyntheticPerson;
  readonly ags: string;
  readonly state: TradeRegistrationState;
  /** The day it was handed in. */
  readonly filedOn: LocalDate;
  /** The working day of the result, at most three days after (GewO § 15 (1)); null while there is none. */
  readonly settledOn: LocalDate | null;
}

const PER_RESIDENT = 1 / 100;
const LEAST = 6;

/** One of each state first, whatever the profile. */
const FIRST_STATES: readonly TradeRegistrationState[] = [
  'COMPLETED',
  'SUBMITTED',
  'IN_REVIEW',
  'INFO_REQUESTED',
  'DECIDED',
  'REJECTED',
];

/**
 * Who registered a trade online around the day of the seed. Residents shows the applications, businesses the notices;
 * both draw them from here. The first applicant is the first adult of the region, for whom the developer's token is.
 */
export function syntheticTradeRegistrations(
  region: SyntheticRegion,
  today: LocalDate,
): readonly SyntheticTradeRegistration[] {
  const random = region.random('trade-registrations');
  const people: SyntheticPerson[] = [];
  for (const person of region.residents()) if (canApply(person)) people.push(person);
  const count = Math.max(LEAST, Math.round(region.residentCount * PER_RESIDENT));
  const taken = new Set<SyntheticPerson>();
  return Array.from({ length: Math.min(count, people.length) }, (_, i) => {
    let applicant = i === 0 ? people[0] : random.pick(people);
    while (applicant === undefined || taken.has(applicant)) applicant = random.pick(people);
    taken.add(applicant);
    const state =
      FIRST_STATES[i] ??
      random.weighted<TradeRegistrationState>([
        ['COMPLETED', 86],
        ['SUBMITTED', 3],
        ['IN_REVIEW', 3],
        ['INFO_REQUESTED', 3],
        ['DECIDED', 2],
        ['REJECTED', 3],
      ]);
    const settled = state === 'COMPLETED' || state === 'REJECTED';
    // What is open was handed in on the last working day, so that no term has passed on any day of seeding.
    const filedOn = settled ? addDays(today, -random.int(6, 300)) : workdayBefore(today);
    return {
      k: i + 1,
      ...applicationNumber('trade', i + 1),
      applicant,
      ags: applicant.ags,
      state,
      filedOn,
      settledOn: settled ? random.pick(workdaysFrom(filedOn)) : null,
    };
  });
}

/** Working days (Monday to Friday) of the term of three days that begins with the notice; never none. */
function workdaysFrom(filedOn: LocalDate): readonly LocalDate[] {
  return [0, 1, 2, 3].map((days) => addDays(filedOn, days)).filter((day) => isoWeekday(day) <= 5);
}

function workdayBefore(today: LocalDate): LocalDate {
  let day = addDays(today, -1);
  while (isoWeekday(day) > 5) day = addDays(day, -1);
  return day;
}
