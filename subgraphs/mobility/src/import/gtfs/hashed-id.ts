import { createHash } from 'node:crypto';

/** What ids of one feed are made for. */
type Kind = 'stop' | 'quay' | 'line' | 'service' | 'pattern' | 'trip';

const DIGITS = 32;

/**
 * An id of a feed's own: of the same thing in the same record set always the same one, and nobody can take it apart.
 * 32 hexadecimal digits are 128 bits of a SHA-256.
 */
export function hashedId(feed: string, kind: Kind, id: string): string {
  return createHash('sha256')
    .update(textOf(feed, kind, id))
    .digest('hex')
    .slice(0, DIGITS);
}

/**
 * The same in SQL.
 *
 * @param feed id of the record set: letters, digits and hyphens
 * @param id SQL of a text
 */
export function hashedIdSql(feed: string, kind: Kind, id: string): string {
  if (!/^[a-z0-9-]+$/.test(feed)) throw new Error(`${feed} is no id of a record set`);
  return `left(encode(sha256(convert_to('${textOf(feed, kind, '')}' || ${id}, 'UTF8')), 'hex'), ${String(DIGITS)})`;
}

function textOf(feed: string, kind: Kind, id: string): string {
  return `${feed}/${kind}/${id}`;
}
