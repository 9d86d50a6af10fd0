import type { TransportMode } from '../../generated/graphql.js';

/** The types of GTFS itself. */
const BASIC: ReadonlyMap<number, TransportMode> = new Map([
  [0, 'TRAM'],
  [1, 'LIGHT_RAIL'],
  [2, 'RAIL'],
  [3, 'BUS'],
]);

/** Of the extended types those that mean something else than their hundred. */
const SINGLE: ReadonlyMap<number, TransportMode> = new Map([
  [101, 'LONG_DISTANCE_RAIL'],
  [102, 'LONG_DISTANCE_RAIL'],
  [715, 'ON_DEMAND'],
]);

/** The extended types by their hundred. */
const HUNDREDS: ReadonlyMap<number, TransportMode> = new Map([
  [1, 'RAIL'],
  [4, 'LIGHT_RAIL'],
  [7, 'BUS'],
  [9, 'TRAM'],
  [15, 'TAXI'],
]);

/**
 * The means of transport of a `route_type`; null for those that the region's contract has no name for, such as ships.
 *
 * @see https://gtfs.org/documentation/schedule/reference/#routestxt
 * @see https://developers.google.com/transit/gtfs/reference/extended-route-types
 */
export function modeOfRouteType(type: number): TransportMode | null {
  if (type < 100) return BASIC.get(type) ?? null;
  return SINGLE.get(type) ?? HUNDREDS.get(Math.floor(type / 100)) ?? null;
}
