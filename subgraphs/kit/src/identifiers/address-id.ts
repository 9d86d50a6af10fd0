import { parseAgs, type Ags } from './ags.js';
import { requireIdentifier, type Identifier } from './identifier.js';

/** Key of the entity `Address`, for example `05774032-01234-12a`. */
export type AddressId = Identifier<'AddressId'>;

const FORM = /^((?:0[1-9]|1[0-6])\d{6})-(\d{5})-([1-9]\d{0,3}[a-z]?)$/;

/** What an address id says. */
export interface AddressIdParts {
  readonly ags: Ags;
  /** Key of the street within the municipality, 5 digits. */
  readonly streetKey: string;
  /** Number without leading zeros, with at most one lower-case letter. */
  readonly houseNumber: string;
}

/** True for `<AGS>-<street key, 5 digits>-<house number 1 to 9999 with an optional letter a to z>`. */
export function isAddressId(value: string): value is AddressId {
  return FORM.test(value);
}

/** The id, or null if it has not the form of {@link isAddressId}. */
export function parseAddressId(value: string): AddressId | null {
  return isAddressId(value) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `ADDRESS_ID`. */
export function requireAddressId(value: string, argument: string): AddressId {
  return requireIdentifier(value, isAddressId, { argument, format: 'ADDRESS_ID' });
}

/** Municipality, street and house number of an address id. */
export function addressIdParts(id: AddressId): AddressIdParts {
  const [, agsText = '', streetKey = '', houseNumber = ''] = FORM.exec(id) ?? [];
  const ags = parseAgs(agsText);
  if (ags === null) throw new TypeError(`"${id}" was not checked by isAddressId`);
  return { ags, streetKey, houseNumber };
}
