import type { Point } from './repositories/records.js';

/** Mean radius of the earth in metres (IUGG); the same in `great_circle` of the migration. */
const EARTH_RADIUS_M = 6_371_008.8;

/** Distance of two points along the surface in metres (haversine: exact for short distances as well). */
export function greatCircleMetres(a: Point, b: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const square = (x: number): number => x * x;
  const h =
    square(Math.sin(radians(b.lat - a.lat) / 2)) +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * square(Math.sin(radians(b.lon - a.lon) / 2));
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
