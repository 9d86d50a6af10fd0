import { residentCount, type SyntheticProfile } from './profile.js';

/** Businesses 1 to this are companies that subgraphs name by their number: who runs buses, car parks, energy. */
export const SYNTHETIC_OPERATORS = 16;

const RESIDENTS_PER_BUSINESS = 13;

/** How many businesses the region has: `syntheticId('business', 1)` to this number exist, and no others. */
export function syntheticBusinessCount(profile: SyntheticProfile): number {
  return SYNTHETIC_OPERATORS + Math.round(residentCount(profile) / RESIDENTS_PER_BUSINESS);
}
