import type { TransportMode } from '../generated/graphql.js';

/** Means of transport by the names that the railway's journey planner has for its products. */
export const MODES_OF_PRODUCTS: ReadonlyMap<string, TransportMode> = new Map([
  ['nationalExpress', 'LONG_DISTANCE_RAIL'],
  ['national', 'LONG_DISTANCE_RAIL'],
  ['regionalExpress', 'RAIL'],
  ['regional', 'RAIL'],
  ['suburban', 'RAIL'],
  ['bus', 'BUS'],
  ['subway', 'LIGHT_RAIL'],
  ['tram', 'TRAM'],
  ['taxi', 'ON_DEMAND'],
]);
