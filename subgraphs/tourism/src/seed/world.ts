import type { SeedRow, SeedWorld } from '@modellregion/subgraph-kit';

/** Tables of the seed in the order of their foreign keys. */
export const TABLES = [
  'data_source',
  'point_of_interest',
  'cultural_event',
  'trail',
  'overnight_stays',
  'hotel',
] as const;

/** A row and the table it belongs into. */
export type Placed = readonly [table: (typeof TABLES)[number], row: SeedRow];

/** What all parts of the seed agree on. */
export type World = SeedWorld;

/** The one data set of this seed. */
export const SOURCE_ID = 'synthetic-tourism';
