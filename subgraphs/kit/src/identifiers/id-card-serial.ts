import { requireIdentifier, type Identifier } from './identifier.js';
import { machineReadableCheckDigit } from './machine-readable-check-digit.js';

/** Serial number of an identity card: 4 characters of the authority and 5 of the card (§ 2 (8) PAuswG). */
export type IdCardSerial = Identifier<'IdCardSerial'>;

/**
 * True for 9 digits or capitals of the 27 that are used: no vowels, nothing that is easily misread (B, D, Q, S,
 * U). Cards issued before November 2010 have digits only. Which letter comes first is not checked.
 */
export function isIdCardSerial(value: string): value is IdCardSerial {
  return /^[0-9CFGHJKLMNPRTVWXYZ]{9}$/.test(value);
}

/** The serial number, or null if it has not the form of {@link isIdCardSerial}. */
export function parseIdCardSerial(value: string): IdCardSerial | null {
  return isIdCardSerial(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `ID_CARD_SERIAL`. */
export function requireIdCardSerial(value: string, argument: string): IdCardSerial {
  return requireIdentifier(value, isIdCardSerial, { argument, format: 'ID_CARD_SERIAL' });
}

/** Check digit that follows the serial number in the card's machine-readable zone: 3 for `T22000129`. */
export function idCardSerialCheckDigit(serial: IdCardSerial): number {
  return machineReadableCheckDigit(serial);
}

/** True for a serial number followed by its check digit, 10 characters, as in the machine-readable zone. */
export function isIdCardSerialWithCheckDigit(value: string): boolean {
  const serial = parseIdCardSerial(value.slice(0, 9));
  return serial !== null && value.slice(9) === String(idCardSerialCheckDigit(serial));
}
