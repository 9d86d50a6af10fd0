import { isDhid, type Dhid } from './dhid.js';
import { requireIdentifier, type Identifier } from './identifier.js';

/**
 * Key of the entity `Stop`: a DHID where one is known, else `eva:<number>`, else `gtfs:<opaque>` of a timetable's own stop,
 * else `synthetic:<opaque>`.
 */
export type StopId = Dhid | Identifier<'StopId'>;

const EVA = /^eva:[1-9]\d{4,8}$/;
const GTFS = /^gtfs:[0-9a-f]{32}$/;
const SYNTHETIC = /^synthetic:[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** What a stop id is made of. */
export type StopIdKind = 'DHID' | 'EVA' | 'GTFS' | 'SYNTHETIC';

/** The kind of a stop id, or null if it is none. */
export function stopIdKind(value: string): StopIdKind | null {
  if (isDhid(value)) return 'DHID';
  if (EVA.test(value)) return 'EVA';
  if (GTFS.test(value)) return 'GTFS';
  return SYNTHETIC.test(value) ? 'SYNTHETIC' : null;
}

/**
 * True for a DHID, `eva:` and the EVA number without leading zeros (5 to 9 digits), `gtfs:` and 32 hexadecimal digits,
 * or `synthetic:` and 1 to 64 letters, digits and hyphens. No id is ever made up where a register has none.
 */
export function isStopId(value: string): value is StopId {
  return stopIdKind(value) !== null;
}

/** The id, or null if it has not the form of {@link isStopId}. */
export function parseStopId(value: string): StopId | null {
  return isStopId(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `STOP_ID`. */
export function requireStopId(value: string, argument: string): StopId {
  return requireIdentifier(value, isStopId, { argument, format: 'STOP_ID' });
}
