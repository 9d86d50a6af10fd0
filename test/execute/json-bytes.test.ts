import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonBytes } from '../../gateway/src/execute/json-bytes.js';

/** A small memory, so that it has to grow. */
const written = (write: (out: JsonBytes) => void): string => {
  const out = new JsonBytes(4);
  out.begin();
  write(out);
  const text = out.textFrom(0);
  expect(out.bytes().toString('utf8')).toBe(text);
  return text;
};

test.each([
  ['plain text', 'Rathaus', '"Rathaus"'],
  ['an umlaut is two bytes of UTF-8', 'Delbrück', '"Delbrück"'],
  ['a character beyond the first plane', 'Bürger 🏛️', '"Bürger 🏛️"'],
  ['a quote, a backslash, a line feed', 'a"b\\c\n', '"a\\"b\\\\c\\n"'],
  ['a control character without a short escape', '\u0001\u001f', '"\\u0001\\u001f"'],
  ['half a pair, which has no UTF-8', 'a\ud83cb', '"a\\ud83cb"'],
  ['the wrong half first', '\udfdb\ud83c', '"\\udfdb\\ud83c"'],
  ['more than native code takes over', 'x'.repeat(200), `"${'x'.repeat(200)}"`],
  ['the same with an umlaut at the end', `${'x'.repeat(200)}ü`, `"${'x'.repeat(200)}ü"`],
])('%s', (_why, value, json) => {
  expect(written((out) => out.string(value))).toBe(json);
});

test('strings and numbers are written as JSON.stringify writes them', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const halves = fc.array(fc.integer({ min: 0xd700, max: 0xe000 }), { maxLength: 20 });
  fc.assert(
    fc.property(
      text,
      halves,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      (a, b, c, d) => {
        const strings = [a, String.fromCharCode(...b)];
        for (const value of strings) expect(written((out) => out.string(value))).toBe(JSON.stringify(value));
        for (const value of [c, d]) expect(written((out) => out.number(value))).toBe(JSON.stringify(value));
      },
    ),
    { numRuns: 500 },
  );
});

test('what was written is written again, and what was too much is forgotten', () => {
  const text = written((out) => {
    out.char(0x5b);
    out.string('Straße');
    const end = out.at;
    out.raw(',null');
    out.at = end;
    out.char(0x2c);
    out.again(1, end);
    out.char(0x5d);
  });
  expect(text).toBe('["Straße","Straße"]');
});
