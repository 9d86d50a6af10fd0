import { syntheticId } from './ids.js';
import type { SyntheticPerson } from './people.js';
import type { SyntheticRegion } from './region.js';

/** Somebody's application to connect a solar system: residents has the application, energy the system. */
export interface SyntheticSolarApplication {
  /** From 1, in the order of the applicants. */
  readonly n: number;
  /** `ServiceApplication.id` */
  readonly id: string;
  readonly applicant: SyntheticPerson;
  /** How far the system has come; the application is closed when it is `IN_OPERATION`. */
  readonly stage: (typeof SOLAR_STAGES)[number];
}

/** From the plan to the first kilowatt-hour, in order (§§ 8, 8a EEG; § 5 MaStRV). */
export const SOLAR_STAGES = [
  'PLANNED',
  'GRID_REQUESTED',
  'GRID_APPROVED',
  'INSTALLED',
  'METER_SET',
  'IN_OPERATION',
] as const;

/** Every so many-th household has applied. */
const EVERY = 9;

/** Residents lets some of those born earlier have died. */
const BORN_SINCE = '1941-01-01';

/** Numbers of applications from here on are those for solar systems; residents draws its own from 1. */
const FIRST_NUMBER = 1_000_001;

/**
 * The applications for solar systems of a profile. The applicant is the head of the household; the stages take
 * turns from the last to the first, so that the first resident's system runs already.
 */
export function* syntheticSolarApplications(region: SyntheticRegion): Generator<SyntheticSolarApplication> {
  let n = 0;
  for (const applicant of region.residents()) {
    const { birthDate, householdNumber, role } = applicant;
    if (role !== 'HEAD' || householdNumber % EVERY !== 1 || birthDate < BORN_SINCE) continue;
    const stage = SOLAR_STAGES[SOLAR_STAGES.length - 1 - (n % SOLAR_STAGES.length)] ?? 'PLANNED';
    n += 1;
    yield { n, id: syntheticId('application', FIRST_NUMBER + n - 1), applicant, stage };
  }
}
