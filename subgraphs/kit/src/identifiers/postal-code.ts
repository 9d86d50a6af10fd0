import { requireIdentifier, type Identifier } from './identifier.js';

/** German postal code (Postleitzahl), for example `33098`. */
export type PostalCode = Identifier<'PostalCode'>;

const FORM = /^(?:0[1-9]|[1-9]\d)\d{3}$/;

/** True for 5 digits that begin with one of the postal regions 01 to 99. */
export function isPostalCode(value: string): value is PostalCode {
  return FORM.test(value);
}

/** The code, or null if it has not the form of {@link isPostalCode}. */
export function parsePostalCode(value: string): PostalCode | null {
  return isPostalCode(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `POSTAL_CODE`. */
export function requirePostalCode(value: string, argument: string): PostalCode {
  return requireIdentifier(value, isPostalCode, { argument, format: 'POSTAL_CODE' });
}
