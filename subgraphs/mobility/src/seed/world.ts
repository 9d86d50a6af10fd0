import type { RegionMunicipality, SeedWorld } from '@modellregion/subgraph-kit';

/** What all parts of the seed agree on. */
export type World = SeedWorld;

/** The one data set of this seed. */
export const SYNTHETIC_SOURCE_ID = 'synthetic-mobility';

/** How far a town reaches from its centre, in metres. */
export function reachOf({ estimatedPopulation }: RegionMunicipality): number {
  return Math.min(6_500, 1_500 + Math.sqrt(estimatedPopulation) * 8);
}
