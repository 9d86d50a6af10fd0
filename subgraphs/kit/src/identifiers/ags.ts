import { parseDistrictKey, type DistrictKey } from './district-key.js';
import { requireIdentifier, type Identifier } from './identifier.js';

/** Official municipality key (Amtlicher Gemeindeschlüssel), for example `05774032`, Paderborn. */
export type Ags = Identifier<'Ags'>;

const FORM = /^(?:0[1-9]|1[0-6])\d{6}$/;

/**
 * True for 8 digits: state 2 (01–16), administrative region 1, district 2, municipality 3. There is no check
 * digit, so this says nothing about whether the municipality exists.
 *
 * @see Gemeindeverzeichnis of the statistical offices; annex to § 1 MietNEinV (BGBl. I 2021 p. 3739)
 */
export function isAgs(value: string): value is Ags {
  return FORM.test(value);
}

/** The key, or null if it has not the form of {@link isAgs}. */
export function parseAgs(value: string): Ags | null {
  return isAgs(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `AGS`. */
export function requireAgs(value: string, argument: string): Ags {
  return requireIdentifier(value, isAgs, { argument, format: 'AGS' });
}

/** The district or district-free city a municipality belongs to: the first five digits of its AGS. */
export function districtOf(ags: Ags): DistrictKey {
  const key = parseDistrictKey(ags.slice(0, 5));
  if (key === null) throw new TypeError(`"${ags}" was not checked by isAgs`);
  return key;
}
