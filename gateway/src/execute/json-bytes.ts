/**
 * Hot file. Writes JSON as UTF-8 into memory that is used again and again.
 *
 * Invariant: there is room for bytes before they are stored; strings come out as `JSON.stringify` writes them.
 * Guarded by every scenario of test/bench.
 */

/** Above this many bytes the memory is given back when a text is finished: one large answer must not keep it. */
const KEPT_BYTES = 4_194_304;
/** Longer strings are looked at and copied by native code. */
const LONG = 96;
/** What JSON writes as it is, in ASCII. */
const PLAIN = /^[ !#-[\]-~]*$/;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const HEX = '0123456789abcdef';
/** Short escapes by character code (RFC 8259 § 7). */
const ESCAPES = new Map([
  [0x08, 0x62],
  [0x09, 0x74],
  [0x0a, 0x6e],
  [0x0c, 0x66],
  [0x0d, 0x72],
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
]);

/** One text at a time: begin, write, and take it before anybody else begins. */
export class JsonBytes {
  /** Bytes written so far; setting it back forgets what came later. */
  at = 0;
  #bytes: Buffer;
  #isAscii = true;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  begin(): void {
    this.at = 0;
    this.#isAscii = true;
  }

  /** @returns a copy of what was written */
  bytes(): Buffer {
    const copy = Buffer.allocUnsafe(this.at);
    this.#bytes.copy(copy, 0, 0, this.at);
    this.#release();
    return copy;
  }

  /** @returns the same as a string */
  text(): string {
    const text = this.textFrom(0);
    this.#release();
    return text;
  }

  /** @returns what was written from there on */
  textFrom(start: number): string {
    return this.#bytes.toString(this.#isAscii ? 'latin1' : 'utf8', start, this.at);
  }

  /** One ASCII character. */
  char(code: number): void {
    if (this.at === this.#bytes.length) this.#grow(1);
    this.#bytes[this.at] = code;
    this.at += 1;
  }

  /** Another ASCII character in place of the one there. */
  set(at: number, code: number): void {
    this.#bytes[at] = code;
  }

  /** Bytes that are JSON already. */
  put(ready: Uint8Array): void {
    const { length } = ready;
    if (this.at + length > this.#bytes.length) this.#grow(length);
    const bytes = this.#bytes;
    const { at } = this;
    // For names a loop is faster than a native call.
    if (length > 64) bytes.set(ready, at);
    else for (let index = 0; index < length; index += 1) bytes[at + index] = ready[index] ?? 0;
    this.at = at + length;
  }

  /** What was written at another place of this text. */
  again(start: number, end: number): void {
    const length = end - start;
    if (this.at + length > this.#bytes.length) this.#grow(length);
    this.#bytes.copyWithin(this.at, start, end);
    this.at += length;
  }

  string(value: string): void {
    const { length } = value;
    // Three bytes for each UTF-16 unit at most, as long as nothing is escaped.
    if (this.at + length * 3 + 2 > this.#bytes.length) this.#grow(length * 3 + 2);
    const bytes = this.#bytes;
    let { at } = this;
    bytes[at] = QUOTE;
    at += 1;
    if (length > LONG && PLAIN.test(value)) at += bytes.write(value, at, 'latin1');
    else {
      for (let index = 0; index < length; index += 1) {
        const code = value.charCodeAt(index);
        if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) {
          this.at = at;
          this.#rest(value, index);
          return;
        }
        bytes[at] = code;
        at += 1;
      }
    }
    bytes[at] = QUOTE;
    this.at = at + 1;
  }

  /** A finite number, as `JSON.stringify` writes it. */
  number(value: number): void {
    if ((value | 0) === value && value >= 0 && value < 1_000_000_000) this.#digits(value);
    else this.raw(String(value));
  }

  /** Text that is JSON already; ASCII or not. */
  raw(text: string): void {
    if (this.at + text.length * 3 > this.#bytes.length) this.#grow(text.length * 3);
    const before = this.at;
    this.at += this.#bytes.write(text, before, 'utf8');
    if (this.at - before !== text.length) this.#isAscii = false;
  }

  #digits(value: number): void {
    if (this.at + 10 > this.#bytes.length) this.#grow(10);
    let count = 1;
    for (let power = 10; power <= value; power *= 10) count += 1;
    const end = this.at + count;
    let left = value;
    for (let at = end - 1; at >= this.at; at -= 1) {
      const next = (left / 10) | 0;
      this.#bytes[at] = 0x30 + left - next * 10;
      left = next;
    }
    this.at = end;
  }

  /** The rest of a string in which something is no plain ASCII. */
  #rest(value: string, from: number): void {
    const { length } = value;
    // An escape of a control character or of half a pair has six bytes.
    if (this.at + (length - from) * 6 + 1 > this.#bytes.length) this.#grow((length - from) * 6 + 1);
    const bytes = this.#bytes;
    let { at } = this;
    for (let index = from; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code < 0x80) {
        if (code >= 0x20 && code !== QUOTE && code !== BACKSLASH) {
          bytes[at] = code;
          at += 1;
        } else at = escape(bytes, at, code);
        continue;
      }
      this.#isAscii = false;
      if (code < 0x800) {
        bytes[at] = 0xc0 | (code >> 6);
        bytes[at + 1] = 0x80 | (code & 0x3f);
        at += 2;
      } else if (code < 0xd800 || code > 0xdfff) {
        bytes[at] = 0xe0 | (code >> 12);
        bytes[at + 1] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at + 2] = 0x80 | (code & 0x3f);
        at += 3;
      } else {
        const point = value.codePointAt(index) ?? code;
        // Half a pair has no UTF-8 and is escaped.
        if (point < 0x10000 || code > 0xdbff) at = escape(bytes, at, code);
        else {
          bytes[at] = 0xf0 | (point >> 18);
          bytes[at + 1] = 0x80 | ((point >> 12) & 0x3f);
          bytes[at + 2] = 0x80 | ((point >> 6) & 0x3f);
          bytes[at + 3] = 0x80 | (point & 0x3f);
          at += 4;
          index += 1;
        }
      }
    }
    bytes[at] = QUOTE;
    this.at = at + 1;
  }

  #grow(more: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.at + more));
    this.#bytes.copy(larger, 0, 0, this.at);
    this.#bytes = larger;
  }

  #release(): void {
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(KEPT_BYTES);
  }
}

function escape(bytes: Buffer, at: number, code: number): number {
  bytes[at] = BACKSLASH;
  const short = ESCAPES.get(code);
  if (short !== undefined) {
    bytes[at + 1] = short;
    return at + 2;
  }
  bytes[at + 1] = 0x75;
  for (let digit = 0; digit < 4; digit += 1)
    bytes[at + 2 + digit] = HEX.charCodeAt((code >> (12 - digit * 4)) & 0xf);
  return at + 6;
}
