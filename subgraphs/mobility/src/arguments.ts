import { badUserInput } from '@modellregion/subgraph-kit';
import type { Point } from './repositories/records.js';

/** Part of the map in degrees. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const isLatitude = (value: number): boolean => Math.abs(value) <= 90;
const isLongitude = (value: number): boolean => Math.abs(value) <= 180;

/** @throws ClientError `BAD_USER_INPUT` unless the arguments `lat` and `lon` are a point on the earth. */
export function requirePoint({ lat, lon }: Point): Point {
  if (!isLatitude(lat)) throw badUserInput({ argument: 'lat', format: 'LATITUDE' });
  if (!isLongitude(lon)) throw badUserInput({ argument: 'lon', format: 'LONGITUDE' });
  return { lat, lon };
}

/** @throws ClientError `BAD_USER_INPUT` unless the argument `radiusM` is 1 to 20,000 metres. */
export function requireRadius(radiusM: number): number {
  if (radiusM < 1 || radiusM > 20_000) throw badUserInput({ argument: 'radiusM', format: 'RADIUS' });
  return radiusM;
}

/** @throws ClientError `BAD_USER_INPUT` unless the argument `within` is a box that does not cross the date line. */
export function requireBox(box: Box): Box {
  const { west, south, east, north } = box;
  const inside = [west, east].every(isLongitude) && [south, north].every(isLatitude);
  if (!inside || west >= east || south >= north) {
    throw badUserInput({ argument: 'within', format: 'BOUNDING_BOX' });
  }
  return box;
}

/** @throws ClientError `BAD_USER_INPUT` if the argument `minPowerKw` is negative. */
export function requirePower(minPowerKw: number): number {
  if (minPowerKw < 0) throw badUserInput({ argument: 'minPowerKw', format: 'POWER' });
  return minPowerKw;
}

/** Whether something that came with a representation is a point on the earth. */
export function isPoint(value: unknown): value is Point {
  return (
    typeof value === 'object' &&
    value !== null &&
    'lat' in value &&
    'lon' in value &&
    typeof value.lat === 'number' &&
    typeof value.lon === 'number' &&
    isLatitude(value.lat) &&
    isLongitude(value.lon)
  );
}
