import { requireIdentifier, type Identifier } from './identifier.js';

/** Id of a metering location (Messlokation), 33 characters beginning with `DE`. */
export type MeloId = Identifier<'MeloId'>;

const FORM = /^DE\d{6}\d{5}[0-9A-Z]{20}$/;

/**
 * True for `DE`, 6 digits of the grid operator, 5 digits of the postal code and 20 digits or capitals. No check
 * digit, so a mistyped digit cannot be found.
 *
 * @see VDE-AR-N 4400, "Metering Code"
 */
export function isMeloId(value: string): value is MeloId {
  return FORM.test(value);
}

/** The id, or null if it has not the form of {@link isMeloId}. */
export function parseMeloId(value: string): MeloId | null {
  return isMeloId(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `MELO_ID`. */
export function requireMeloId(value: string, argument: string): MeloId {
  return requireIdentifier(value, isMeloId, { argument, format: 'MELO_ID' });
}
