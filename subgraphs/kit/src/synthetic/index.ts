export type { SyntheticAddress } from './addresses.js';
export { SYNTHETIC_OPERATORS, syntheticBusinessCount } from './business-count.js';
export { syntheticChargingStations, type SyntheticChargingStation } from './charging-stations.js';
export { DISTRICT_ATTRIBUTION, districts, type RegionDistrict } from './districts.js';
export type { HouseholdRole } from './households.js';
export { syntheticId } from './ids.js';
export { knownKeys, NOTHING_KNOWN, type Known } from './known-keys.js';
export { municipalities, type RegionMunicipality, type RegionMunicipalityKind } from './municipalities.js';
export type { SyntheticPerson } from './people.js';
export { SYNTHETIC_REFERENCE_DATE, type SyntheticProfile } from './profile.js';
export { PUBLISHED_STOPS, type PublishedStop } from './published-stops.js';
export { seededRandom, type SeededRandom } from './random.js';
export { syntheticRegion, type SyntheticRegion } from './region.js';
export { countFor, seedWorld, type SeedWorld } from './seed-world.js';
export { shareOut } from './share-out.js';
export {
  SOLAR_STAGES,
  syntheticSolarApplications,
  type SyntheticSolarApplication,
} from './solar-applications.js';
export {
  syntheticVehicles,
  type SyntheticVehicle,
  type SyntheticVehicleApplication,
} from './vehicle-registrations.js';
export type { SeedRow, SeedValue } from './copy-rows.js';
export { ROWS_WRITTEN, writeRows, type RowCounts } from './write-rows.js';
export {
  syntheticRoadOccupations,
  type SyntheticRoadOccupation,
  type RoadOccupationKind,
} from './road-occupations.js';
export {
  TRADE_REGISTRATION_KEY,
  syntheticTradeRegistrations,
  type SyntheticTradeRegistration,
  type TradeRegistrationState,
} from './trade-registrations.js';
