import { requireIdentifier, type Identifier } from './identifier.js';

/** Number in the federal register of energy units (Marktstammdatenregister), for example `SEE984033548619`. */
export type MastrNumber = Identifier<'MastrNumber'>;

const FORM = /^[A-Z]{3}\d{12}$/;

/**
 * True for 3 capitals that say what it numbers (`SEE` a unit, `EEG` a plant, `SEL` a location, `ABR` an operator)
 * and 12 digits. Whether the digits check themselves is not published, so a mistyped one cannot be found.
 *
 * @param kind the one kind that is allowed; any if left out
 * @see § 8 (2) MaStRV
 */
export function isMastrNumber(value: string, kind?: string): value is MastrNumber {
  return FORM.test(value) && (kind === undefined || value.startsWith(kind));
}

/** The number, or null if it has not the form of {@link isMastrNumber}. */
export function parseMastrNumber(value: string): MastrNumber | null {
  return isMastrNumber(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `MASTR_NUMBER`. */
export function requireMastrNumber(value: string, argument: string): MastrNumber {
  return requireIdentifier(value, (text): text is MastrNumber => isMastrNumber(text), {
    argument,
    format: 'MASTR_NUMBER',
  });
}
