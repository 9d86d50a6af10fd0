import { municipalities } from './municipalities.js';
import { shareOut } from './share-out.js';

/** Size of the synthetic region: `small` for tests, `demo` to look at, `large` about a tenth of the real one. */
export type SyntheticProfile = 'small' | 'demo' | 'large';

/** Day on which the ages of the synthetic people are calibrated. A constant, so that no run depends on today. */
export const SYNTHETIC_REFERENCE_DATE = '2026-01-01';

/** Residents in all, and the least a municipality gets so that none of the 70 is empty. */
const SIZES = {
  small: { residents: 300, minimum: 2, addresses: 6 },
  demo: { residents: 5_000, minimum: 12, addresses: 24 },
  large: { residents: 200_000, minimum: 200, addresses: 60 },
} as const satisfies Record<SyntheticProfile, object>;

/** How many residents the region has in this profile. */
export function residentCount(profile: SyntheticProfile): number {
  return SIZES[profile].residents;
}

/** Residents of each municipality in the order of `municipalities()`, by estimated population. */
export function residentsByMunicipality(profile: SyntheticProfile): readonly number[] {
  const { residents, minimum } = SIZES[profile];
  const weights = municipalities().map((town) => town.estimatedPopulation);
  return shareOut(residents, weights, minimum);
}

/** Addresses of a municipality: enough for its households, and a few that nobody lives at. */
export function addressCount(profile: SyntheticProfile, residents: number): number {
  return SIZES[profile].addresses + Math.ceil(residents * 0.45);
}
