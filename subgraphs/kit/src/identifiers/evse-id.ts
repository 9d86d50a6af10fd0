import { requireIdentifier, type Identifier } from './identifier.js';

/** Id of a charge point (EVSE-ID), German form, for example `DE*CHC*E12345*123`. */
export type EvseId = Identifier<'EvseId'>;

const FORM = /^DE\*?[A-Z0-9]{3}\*?E[A-Z0-9][A-Z0-9*]{0,30}$/;

/**
 * True for country `DE`, operator (3 characters), type `E` and the outlet of up to 31 characters; the
 * separators after country and operator may be left out. No check digit.
 *
 * @see bdew-codes.de, EVSE-ID
 */
export function isEvseId(value: string): value is EvseId {
  return FORM.test(value);
}

/** The id, or null if it has not the form of {@link isEvseId}. */
export function parseEvseId(value: string): EvseId | null {
  return isEvseId(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `EVSE_ID`. */
export function requireEvseId(value: string, argument: string): EvseId {
  return requireIdentifier(value, isEvseId, { argument, format: 'EVSE_ID' });
}
