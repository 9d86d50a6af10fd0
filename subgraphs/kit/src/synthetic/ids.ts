import { createHash } from 'node:crypto';

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
  const hash = createHash('sha256').update(`modellregion/synthetic/1/${kind}/${n}`).digest();
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of hash) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && text.length < LENGTH) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
    }
  }
  return `${kind}-${text}`;
}
