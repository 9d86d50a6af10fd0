import { requireIdentifier, type Identifier } from './identifier.js';

/** Key of a district or district-free city (Kreisschlüssel), for example `05774`, Kreis Paderborn. */
export type DistrictKey = Identifier<'DistrictKey'>;

const FORM = /^(?:0[1-9]|1[0-6])\d{3}$/;

/** True for 5 digits: state 2 (01–16), administrative region 1, district 2; the beginning of every AGS. */
export function isDistrictKey(value: string): value is DistrictKey {
  return FORM.test(value);
}

/** The key, or null if it has not the form of {@link isDistrictKey}. */
export function parseDistrictKey(value: string): DistrictKey | null {
  return isDistrictKey(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `DISTRICT_KEY`. */
export function requireDistrictKey(value: string, argument: string): DistrictKey {
  return requireIdentifier(value, isDistrictKey, { argument, format: 'DISTRICT_KEY' });
}
