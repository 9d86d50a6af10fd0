import { badUserInput } from '../errors.js';
import type { Identifier } from './identifier.js';

/** An id without meaning: `<prefix>-` and 22 base32 characters, for example `resident-7g…`. */
export type OpaqueId = Identifier<'OpaqueId'>;

// 22 characters of RFC 4648 base32 in lower case are 110 bits: enough that ids are neither guessed nor collide.
const FORM = /^([a-z]+(?:-[a-z]+)*)-[a-z2-7]{22}$/;

/**
 * True for lower-case words, a hyphen and 22 characters of `a`–`z` and `2`–`7` (RFC 4648 base32).
 *
 * @param prefix the one prefix that is allowed; any if left out
 */
export function isOpaqueId(value: string, prefix?: string): value is OpaqueId {
  const found = value.length <= 64 ? FORM.exec(value) : null;
  return found !== null && (prefix === undefined || found[1] === prefix);
}

/** The id, or null if it has not the form of {@link isOpaqueId}. */
export function parseOpaqueId(value: string, prefix?: string): OpaqueId | null {
  return isOpaqueId(value, prefix) ? value : null;
}

/** @throws ClientError `BAD_USER_INPUT` with format `OPAQUE_ID`. */
export function requireOpaqueId(value: string, argument: string, prefix?: string): OpaqueId {
  if (!isOpaqueId(value, prefix)) throw badUserInput({ argument, format: 'OPAQUE_ID' });
  return value;
}
