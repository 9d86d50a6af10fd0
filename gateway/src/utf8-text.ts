import { isAscii, isUtf8 } from 'node:buffer';

/** The text of bytes that are strict UTF-8, or null. Mostly they are ASCII, whose bytes are the text. */
export function textOf(bytes: Uint8Array): string | null {
  const encoding = isAscii(bytes) ? 'latin1' : isUtf8(bytes) ? 'utf8' : null;
  return encoding === null
    ? null
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}
