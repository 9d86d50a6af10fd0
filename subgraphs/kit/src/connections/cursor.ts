import { badUserInput } from '../errors.js';

/** A value of a row that its place in the order depends on. Numbers are finite. */
export type CursorPart = string | number;

/** What a part of a cursor must be: any text, any number, or a whole number that fits PostgreSQL's `integer`. */
export type CursorPartKind = 'string' | 'number' | 'integer';

/** The values of a cursor of the given kinds. */
export type CursorParts<Kinds extends readonly CursorPartKind[]> = {
  -readonly [Index in keyof Kinds]: Kinds[Index] extends 'string' ? string : number;
};

// First element of every cursor; raised when the meaning of the parts changes, so that old cursors are refused
// instead of read wrongly.
const VERSION = 1;
const MAX_LENGTH = 1024;

/**
 * Makes the opaque cursor of a row: base64url of the JSON of a version and the parts. It is readable by whoever
 * decodes it, so parts are values that the row shows anyway.
 *
 * @param parts sort keys in order, the id last
 * @throws TypeError for a number that is not finite: JSON would turn it into null
 */
export function encodeCursor(parts: readonly CursorPart[]): string {
  if (parts.some((part) => typeof part === 'number' && !Number.isFinite(part))) {
    throw new TypeError('a cursor cannot hold a number that is not finite');
  }
  return Buffer.from(JSON.stringify([VERSION, ...parts]), 'utf8').toString('base64url');
}

/**
 * Reads what {@link encodeCursor} made.
 *
 * @param kinds what the parts must be, for example `['string', 'integer']`
 * @param argument name of the argument as the schema has it; default `after`
 * @throws ClientError `BAD_USER_INPUT` with format `CURSOR` if the cursor is malformed, of another version, or
 *   holds other parts: callers may send anything, and a database error would hide whose mistake it was
 */
export function decodeCursor<const Kinds extends readonly CursorPartKind[]>(
  cursor: string,
  kinds: Kinds,
  argument = 'after',
): CursorParts<Kinds> {
  const parts = cursor.length <= MAX_LENGTH ? partsOf(cursor) : null;
  if (parts === null || !fits(parts, kinds)) throw badUserInput({ argument, format: 'CURSOR' });
  return parts;
}

function partsOf(cursor: string): unknown[] | null {
  const bytes = Buffer.from(cursor, 'base64url');
  // Buffer skips characters that are not base64url; only what it writes itself is one of our cursors.
  if (bytes.toString('base64url') !== cursor) return null;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(value) && value[0] === VERSION ? value.slice(1) : null;
  } catch {
    return null;
  }
}

function fits<Kinds extends readonly CursorPartKind[]>(
  parts: unknown[],
  kinds: Kinds,
): parts is CursorParts<Kinds> & unknown[] {
  return parts.length === kinds.length && kinds.every((kind, index) => isOfKind(parts[index], kind));
}

function isOfKind(part: unknown, kind: CursorPartKind): boolean {
  // PostgreSQL has no text with NUL: such a cursor would come back as a database error.
  if (kind === 'string') return typeof part === 'string' && !part.includes('\0');
  if (typeof part !== 'number') return false;
  return kind === 'number' ? Number.isFinite(part) : (part | 0) === part;
}
