import type { LocalDate } from '@modellregion/subgraph-kit';

/**
 * Whether somebody born on `birthDate` has completed 18 years on `today` (BGB §§ 2, 187 (2), 188 (2)).
 *
 * Days compare as text. Who was born on 29 February comes of age on 1 March of a common year: its text is the
 * first that is not before `-02-29`.
 */
export function isAdultOn(today: LocalDate, birthDate: LocalDate): boolean {
  const year = Number(birthDate.slice(0, 4)) + 18;
  return today >= `${String(year).padStart(4, '0')}${birthDate.slice(4)}`;
}
