import { requireIdentifier, type Identifier } from './identifier.js';
import { mod1110CheckDigit } from './mod-11-10.js';

/** German VAT identification number (USt-IdNr, § 27a UStG), for example `DE136695976`. */
export type VatId = Identifier<'VatId'>;

/**
 * True for `DE` and nine digits, the first not 0, whose last is the check digit of the eight before it
 * (ISO 7064, MOD 11,10).
 *
 * @see BGBl. 1993 I p. 736
 */
export function isVatId(value: string): value is VatId {
  return /^DE[1-9]\d{8}$/.test(value) && vatIdCheckDigit(value.slice(2, 10)) === Number(value[10]);
}

/** The number, or null if it is not valid by {@link isVatId}. */
export function parseVatId(value: string): VatId | null {
  return isVatId(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `VAT_ID`. */
export function requireVatId(value: string, argument: string): VatId {
  return requireIdentifier(value, isVatId, { argument, format: 'VAT_ID' });
}

/**
 * Check digit of the first eight digits by ISO 7064, MOD 11,10.
 *
 * @throws RangeError if `firstEight` is not eight digits
 */
export function vatIdCheckDigit(firstEight: string): number {
  if (!/^\d{8}$/.test(firstEight)) throw new RangeError('the check digit is computed over eight digits');
  return mod1110CheckDigit(firstEight);
}
