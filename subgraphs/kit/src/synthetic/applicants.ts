import type { SyntheticPerson } from './people.js';

/** Residents lets some of those born before 1940 have died; who is younger lives, whatever the day of the seed. */
const BORN_SINCE = '1941-01-01';

/** Whether somebody can be the applicant of a case that several subgraphs know: an adult who surely lives. */
export function canApply({ isAdult, birthDate }: SyntheticPerson): boolean {
  return isAdult && birthDate >= BORN_SINCE;
}
