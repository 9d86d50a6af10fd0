import { requireIdentifier, type Identifier } from './identifier.js';

/** Germany-wide stop id (DHID, after IFOPT), for example `de:05774:8016`, Salzkotten Bf. */
export type Dhid = Identifier<'Dhid'>;

// The area may be empty when a pole follows: `de:01001:27334::1` stands so in the national stop register.
const FORM = /^de:(?:0[1-9]|1[0-6])\d{3,6}:[\w.-]{1,40}(?::[\w.-]{1,40}|:[\w.-]{0,40}:[\w.-]{1,40})?$/;

/**
 * True for `de:<5 to 8 digits of an AGS>:<stop>[:<area>[:<pole>]]`. Upper and lower case are different ids.
 *
 * @see VDV 432; zks-nrw.de, Haltestellenkataster
 */
export function isDhid(value: string): value is Dhid {
  return FORM.test(value);
}

/** The id, or null if it has not the form of {@link isDhid}. */
export function parseDhid(value: string): Dhid | null {
  return isDhid(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `DHID`. */
export function requireDhid(value: string, argument: string): Dhid {
  return requireIdentifier(value, isDhid, { argument, format: 'DHID' });
}
