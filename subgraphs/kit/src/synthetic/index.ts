export type { SyntheticAddress } from './addresses.js';
export { DISTRICT_ATTRIBUTION, districts, type RegionDistrict } from './districts.js';
export type { HouseholdRole } from './households.js';
export { syntheticId } from './ids.js';
export { municipalities, type RegionMunicipality, type RegionMunicipalityKind } from './municipalities.js';
export type { SyntheticPerson } from './people.js';
export { SYNTHETIC_REFERENCE_DATE, type SyntheticProfile } from './profile.js';
export { seededRandom, type SeededRandom } from './random.js';
export { syntheticRegion, type SyntheticRegion } from './region.js';
