import { requireIdentifier, type Identifier } from './identifier.js';
import { mod1110CheckDigit } from './mod-11-10.js';

/** Tax identification number of a person (IdNr, § 139b AO). Never a join key between subgraphs (§ 7 (2) IDNrG). */
export type IdNr = Identifier<'IdNr'>;

/**
 * True for 11 digits, the first not 0 (numbers beginning with 0 are for tests of the tax offices), whose first
 * ten follow the repetition rule and whose last is their check digit.
 *
 * @see Bayerisches Landesamt für Steuern, "Prüfung der Steuer- und Steueridentifikationsnummer", chapter 2
 */
export function isIdNr(value: string): value is IdNr {
  return (
    /^[1-9]\d{10}$/.test(value) &&
    hasOneRepeatedDigit(value.slice(0, 10)) &&
    idNrCheckDigit(value.slice(0, 10)) === Number(value[10])
  );
}

/** The number, or null if it is not valid by {@link isIdNr}. */
export function parseIdNr(value: string): IdNr | null {
  return isIdNr(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `TAX_ID`. */
export function requireIdNr(value: string, argument: string): IdNr {
  return requireIdentifier(value, isIdNr, { argument, format: 'TAX_ID' });
}

/**
 * Check digit of the first ten digits by ISO 7064, MOD 11,10. It finds every change of a single digit.
 *
 * @throws RangeError if `firstTen` is not ten digits
 */
export function idNrCheckDigit(firstTen: string): number {
  if (!/^\d{10}$/.test(firstTen)) throw new RangeError('the check digit is computed over ten digits');
  return mod1110CheckDigit(firstTen);
}

/** Exactly one digit occurs two or three times, but not three times in a row; all others at most once. */
function hasOneRepeatedDigit(firstTen: string): boolean {
  const counts = new Map<string, number>();
  for (const digit of firstTen) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  const [count] = repeated;
  return repeated.length === 1 && (count === 2 || count === 3) && !/(\d)\1\1/.test(firstTen);
}
