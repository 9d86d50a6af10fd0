import { parseAgs, type Ags } from './ags.js';
import { requireIdentifier, type Identifier } from './identifier.js';

/** Regional key (Amtlicher Regionalschlüssel), for example `057110000000`, Bielefeld. */
export type Ars = Identifier<'Ars'>;

const FORM = /^(?:0[1-9]|1[0-6])\d{10}$/;

/**
 * True for 12 digits: state 2 (01–16), administrative region 1, district 2, municipal association 4,
 * municipality 3. No check digit.
 *
 * @see BKG, VG5000
 */
export function isArs(value: string): value is Ars {
  return FORM.test(value);
}

/** The key, or null if it has not the form of {@link isArs}. */
export function parseArs(value: string): Ars | null {
  return isArs(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `ARS`. */
export function requireArs(value: string, argument: string): Ars {
  return requireIdentifier(value, isArs, { argument, format: 'ARS' });
}

/** The AGS of the same municipality: the regional key without the four digits of the association. */
export function agsOf(ars: Ars): Ags {
  const ags = parseAgs(ars.slice(0, 5) + ars.slice(9));
  if (ags === null) throw new TypeError(`"${ars}" was not checked by isArs`);
  return ags;
}
