import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { detect } from 'chardet';
import { ImportFileError } from './import-error.js';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Passes the bytes of a text on in pieces of whole UTF-8 characters, without a byte order mark.
 *
 * @throws ImportFileError at the first byte that is none: a town that reads "Delbr�ck" must not come in
 */
export async function* utf8Pieces(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let passed = 0;
  for await (const chunk of bytes) {
    let piece = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (passed === 0 && piece.length < BOM.length) {
      rest = piece;
      continue;
    }
    if (passed === 0 && piece.subarray(0, BOM.length).equals(BOM)) {
      piece = piece.subarray(BOM.length);
      passed = BOM.length;
    }
    const whole = piece.subarray(0, wholeCharacters(piece));
    if (!isUtf8(whole)) throw notUtf8(whole, passed, name);
    rest = piece.subarray(whole.length);
    passed += whole.length;
    if (whole.length > 0) yield whole;
  }
  if (rest.length > 0) {
    if (!isUtf8(rest)) throw notUtf8(rest, passed, name);
    yield rest;
  }
}

/** Whether these bytes are UTF-8, as far as they go. */
export function startsAsUtf8(bytes: Buffer): boolean {
  return isUtf8(bytes.subarray(0, wholeCharacters(bytes)));
}

/** Length without a character that goes on in the next piece. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function notUtf8(piece: Buffer, before: number, name: string): ImportFileError {
  const good = Buffer.byteLength(piece.toString('utf8').split('�')[0] ?? '');
  const guess = detect(piece.subarray(Math.max(0, good - 2_000), good + 2_000)) ?? 'another encoding';
  const encoding = guess === 'ISO-8859-1' ? 'ISO-8859-1 or Windows-1252' : guess;
  const from = guess.startsWith('ISO-8859-1') ? 'WINDOWS-1252' : guess;
  const byte = (piece[good] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return new ImportFileError(
    `${name} is not UTF-8: byte 0x${byte} at position ${String(before + good)}. It looks like ${encoding}; convert it ` +
      `with "iconv -f ${from} -t UTF-8" and import it again.`,
  );
}

/** The bytes of a file, a piece at a time. */
export function fileBytes(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: 256 * 1024 });
}
