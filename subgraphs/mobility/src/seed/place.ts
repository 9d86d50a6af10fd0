import type { SeededRandom } from '@modellregion/subgraph-kit';
import type { Point } from '../repositories/records.js';

const METRES_PER_DEGREE = 111_195;

/** The point so many metres east and north of another, to 0.00001°. Flat, which is good enough within a town. */
export function offset({ lat, lon }: Point, eastM: number, northM: number): Point {
  const perLon = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return { lat: round(lat + northM / METRES_PER_DEGREE), lon: round(lon + eastM / perLon) };
}

/** A point in a disc, spread evenly. */
export function within(centre: Point, radiusM: number, random: SeededRandom): Point {
  const distance = radiusM * Math.sqrt(random.next());
  const around = 2 * Math.PI * random.next();
  return offset(centre, distance * Math.cos(around), distance * Math.sin(around));
}

/** Direction from one point to another in radians, -π to π. */
export function direction(from: Point, to: Point): number {
  const perLon = Math.cos((from.lat * Math.PI) / 180);
  return Math.atan2(to.lat - from.lat, (to.lon - from.lon) * perLon);
}

function round(degrees: number): number {
  return Math.round(degrees * 100_000) / 100_000;
}
