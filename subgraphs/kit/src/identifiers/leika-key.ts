import { requireIdentifier, type Identifier } from './identifier.js';

/** Key of a public service in the national catalogue (LeiKa), for example `99008001012000`, identity card. */
export type LeikaKey = Identifier<'LeikaKey'>;

/** The first digits of LeiKa keys, for example `99008` for a whole group of services. */
export type LeikaPrefix = Identifier<'LeikaPrefix'>;

/**
 * True for 14 digits: `99`, group 3, object 3, act 3, detail 3. No check digit.
 *
 * @see LeiKa-plus of FITKO; the split is read from published keys
 */
export function isLeikaKey(value: string): value is LeikaKey {
  return /^99\d{12}$/.test(value);
}

/** The key, or null if it has not the form of {@link isLeikaKey}. */
export function parseLeikaKey(value: string): LeikaKey | null {
  return isLeikaKey(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `LEIKA_KEY`. */
export function requireLeikaKey(value: string, argument: string): LeikaKey {
  return requireIdentifier(value, isLeikaKey, { argument, format: 'LEIKA_KEY' });
}

/** True for the first 2 to 14 digits of a LeiKa key. */
export function isLeikaPrefix(value: string): value is LeikaPrefix {
  return /^99\d{0,12}$/.test(value);
}

/** The prefix, or null if it has not the form of {@link isLeikaPrefix}. */
export function parseLeikaPrefix(value: string): LeikaPrefix | null {
  return isLeikaPrefix(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `LEIKA_PREFIX`. */
export function requireLeikaPrefix(value: string, argument: string): LeikaPrefix {
  return requireIdentifier(value, isLeikaPrefix, { argument, format: 'LEIKA_PREFIX' });
}
