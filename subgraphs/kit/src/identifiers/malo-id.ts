import { requireIdentifier, type Identifier } from './identifier.js';

/** Id of a market location (Marktlokation), for example `41373559241`. */
export type MaloId = Identifier<'MaloId'>;

/**
 * True for 11 digits, the first not 0 (1–3 given out by DVGW, 4–9 by BDEW), the last their check digit.
 *
 * @see BDEW, "Identifikatoren in der Marktkommunikation"
 */
export function isMaloId(value: string): value is MaloId {
  return /^[1-9]\d{10}$/.test(value) && maloIdCheckDigit(value.slice(0, 10)) === Number(value[10]);
}

/** The id, or null if it is not valid by {@link isMaloId}. */
export function parseMaloId(value: string): MaloId | null {
  return isMaloId(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `MALO_ID`. */
export function requireMaloId(value: string, argument: string): MaloId {
  return requireIdentifier(value, isMaloId, { argument, format: 'MALO_ID' });
}

/**
 * Check digit of the first ten digits: what is missing to the next ten of the sum of the digits, every second
 * of them doubled. It finds every change of a digit at an odd place; at an even place not one by 5.
 *
 * @throws RangeError if `firstTen` is not ten digits
 */
export function maloIdCheckDigit(firstTen: string): number {
  if (!/^\d{10}$/.test(firstTen)) throw new RangeError('the check digit is computed over ten digits');
  let sum = 0;
  for (const [index, digit] of Array.from(firstTen).entries())
    sum += Number(digit) * (index % 2 === 0 ? 1 : 2);
  return (10 - (sum % 10)) % 10;
}
