import type { SeedRow, SeedWorld } from '@modellregion/subgraph-kit';

/** Tables of the seed in the order of their foreign keys. */
export const TABLES = [
  'data_source',
  'tariff',
  'grid_area',
  'heat_network',
  'heat_network_street',
  'solar_potential',
  'market_location',
  'metering_point',
  'public_building',
  'building_consumption',
  'generation_unit',
  'outage',
  'outage_address',
] as const;

/** A row and the table it belongs into. */
export type Placed = readonly [table: (typeof TABLES)[number], row: SeedRow];

/** What all parts of the seed agree on. */
export type World = SeedWorld;

/** The one data set of this seed. */
export const SYNTHETIC_SOURCE_ID = 'synthetic-energy';
