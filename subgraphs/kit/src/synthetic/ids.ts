import { hash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 22;

/**
 * Opaque identifier of the n-th synthetic thing of a kind: `<kind>-` and 22 base32 characters (110 bits).
 *
 * It depends on kind and number alone and never on a person's data, so that knowing somebody's name or
 * birth date does not lead to the identifier. Two subgraphs that ask for the same kind and number mean
 * the same thing.
 */
export function syntheticId(kind: string, n: number): string {
  const digest = hash('sha256', `modellregion/synthetic/1/${kind}/${n}`, 'buffer');
  const prefix = `${kind}-`;
  // Bytes, as a text that grows by letters would be kept as a chain of pieces ten times its size.
  const text = Buffer.alloc(prefix.length + LENGTH, prefix, 'latin1');
  let length = prefix.length;
  let bits = 0;
  let value = 0;
  for (const byte of digest) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && length < text.length) {
      bits -= 5;
      text[length] = ALPHABET.charCodeAt((value >>> bits) & 31);
      length += 1;
    }
  }
  return text.toString('latin1');
}
