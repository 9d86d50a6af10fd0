import { describe, expect, test } from '@jest/globals';
import { csv, jsonItems, ndjson, utf8Pieces } from '@modellregion/subgraph-kit';
import { pieces, recordsOf } from './support.js';

const text = async (chunks: AsyncIterable<Buffer>): Promise<string> => {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
};

describe('UTF-8', () => {
  test('passes whole characters on, wherever the pieces end, and no byte order mark', async () => {
    for (const size of [1, 2, 3, 5, 100]) {
      expect(await text(utf8Pieces(pieces('\uFEFFDelbrück 🚌 Straße', size), 'a.csv'))).toBe(
        'Delbrück 🚌 Straße',
      );
    }
  });

  test('names the byte, its place, what it looks like and the remedy', async () => {
    const latin1 = Buffer.from('name\nDürkopp\nGrünheide\nSüdring an der Straße nach Höxter\n', 'latin1');
    await expect(text(utf8Pieces(pieces(latin1, 100), 'households.csv'))).rejects.toThrow(
      'households.csv is not UTF-8: byte 0xFC at position 6. It looks like ISO-8859-1 or Windows-1252; convert it with ' +
        '"iconv -f WINDOWS-1252 -t UTF-8" and import it again.',
    );
  });

  test('a file that ends inside a character is not UTF-8 either', async () => {
    await expect(text(utf8Pieces(pieces(Buffer.from('Delbrü').subarray(0, -1)), 'a.csv'))).rejects.toThrow(
      '0xC3',
    );
  });
});

describe('CSV', () => {
  const read = (content: string) => recordsOf(csv({ delimiter: ',' }), pieces(content), ['a', 'b']);

  test('quotes, line breaks in fields, CRLF, empty lines; a record has the line it begins on', async () => {
    const { records, findings } = await read('a,b\r\n1,"x, ""y"""\r\n\r\n2,"two\r\nlines"\r\n3,last');
    expect(records).toEqual([
      [2, '1', 'x, "y"'],
      [4, '2', 'two\nlines'],
      [6, '3', 'last'],
    ]);
    expect(findings).toEqual([]);
  });

  test.each([
    ['text behind a quotation', 'a,b\n1,"x"y\n2,ok\n', 2],
    ['a quotation mark inside a plain field', 'a,b\n1,x"y"\n2,ok\n', 2],
    ['a quotation that is never closed', 'a,b\n1,"x\n2,ok\n', 2],
    ['one that the next mark closes only seemingly', 'a,b\n1,"x\n2,"y"\n', 2],
  ])('%s costs its own record and no other', async (_, content, line) => {
    const { records, findings, unreadable } = await read(content);
    expect(records).toHaveLength(1);
    expect(records[0]?.slice(0, 2)).toEqual([3, '2']);
    expect(findings.map((it) => [it.level, it.line, it.reason])).toEqual([
      ['rejected', line, 'a quotation mark where none may be, or one that is not closed'],
    ]);
    expect(unreadable).toBe(1);
  });

  test('an open quotation far from any other mark takes nothing with it', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => `${n},ok`);
    const { records } = await read(['a,b', '0,"open', ...rows, ''].join('\n'));
    expect(records).toHaveLength(5_000);
    expect(records[0]).toEqual([3, '0', 'ok']);
    expect(records.at(-1)).toEqual([5_002, '4999', 'ok']);
  });

  test('a file without a line is told so', async () => {
    await expect(read('')).rejects.toThrow('test.txt is empty: its first line must name the columns.');
  });

  test('a file without line feeds is no CSV, and is not kept in memory', async () => {
    await expect(
      recordsOf(csv({ delimiter: ',' }), pieces('x'.repeat(3_000_000), 65_536), ['a']),
    ).rejects.toThrow('test.txt has a line of more than 1 MB: it is no CSV.');
  });
});

test('NDJSON: a line that is no object is a finding with its number, and the rest goes on', async () => {
  const { records, findings } = await recordsOf(ndjson, pieces('{"a":1}\n\n{"a":\n[2]\n{"a":3,"b":"ü"}'), [
    'a',
    'b',
  ]);
  expect(records).toEqual([
    [1, 1, undefined],
    [5, 3, 'ü'],
  ]);
  expect(findings.map((it) => [it.line, it.reason])).toEqual([
    [3, 'not a JSON object'],
    [4, 'not a JSON object'],
  ]);
});

describe('items of a JSON document', () => {
  const read = (content: string, path = '$.items.*') =>
    recordsOf(jsonItems(path), pieces(content), ['a', 'toString']);

  test('come one after another; what is not their own is not there', async () => {
    const { records, findings } = await read('{"x":[9],"items":[{"a":1},7,{"a":{"b":[2]}}],"y":{"a":5}}');
    expect(records).toEqual([
      [null, 1, undefined],
      [null, { b: [2] }, undefined],
    ]);
    expect(findings.map((it) => [it.record, it.reason])).toEqual([[2, 'not a JSON object']]);
  });

  test('the document may be the list itself', async () => {
    expect((await read('[{"a":1},{"a":2}]', '$.*')).records).toHaveLength(2);
  });

  test.each(['{"items":[{"a":1},', '{"items":[{"a":1}}', 'not json'])(
    '%s is told to be no JSON',
    async (content) => {
      await expect(read(content)).rejects.toThrow(/^test\.txt is not JSON \(.*\): fetch it again\.$/);
    },
  );
});
