import { canApply } from './applicants.js';
import { applicationNumber } from './application-numbers.js';
import type { SyntheticPerson } from './people.js';
import type { SyntheticRegion } from './region.js';

/** Somebody's application to connect a solar system: residents has the application, energy the system. */
export interface SyntheticSolarApplication {
  /** From 1, in the order of the applicants. */
  readonly n: number;
  readonly applicationNumber: number;
  /** `ServiceApplication.id`: `syntheticId('application', applicationNumber)`. */
  readonly id: string;
  readonly applicant: SyntheticPerson;
  /** How far the system has come; the application is closed when it is `IN_OPERATION`. */
  readonly stage: (typeof SOLAR_STAGES)[number];
  /** Days from the first kilowatt-hour to the day of the seed; null while the system does not run. */
  readonly commissionedDaysAgo: number | null;
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

/**
 * The applications for solar systems of a profile. The applicant is the head of the household; the stages take
 * turns from the last to the first, so that the first resident's system runs already.
 */
export function* syntheticSolarApplications(region: SyntheticRegion): Generator<SyntheticSolarApplication> {
  const random = region.random('solar-applications');
  let n = 0;
  for (const applicant of region.residents()) {
    const { householdNumber, role } = applicant;
    if (role !== 'HEAD' || householdNumber % EVERY !== 1 || !canApply(applicant)) continue;
    const stage = SOLAR_STAGES[SOLAR_STAGES.length - 1 - (n % SOLAR_STAGES.length)] ?? 'PLANNED';
    const commissionedDaysAgo = stage === 'IN_OPERATION' ? random.int(60, 300) : null;
    n += 1;
    const { applicationId: id, applicationNumber: number } = applicationNumber('solar', n);
    yield { n, applicationNumber: number, id, applicant, stage, commissionedDaysAgo };
  }
}
