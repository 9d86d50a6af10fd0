import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  clampFirst,
  connectionFrom,
  decodeCursor,
  encodeCursor,
  instantOfCursor,
  keysetAfter,
  keysetAfterSql,
  type Connection,
  type KeysetWhere,
} from '../../subgraphs/kit/src/connections/index.js';
import { refusalOf } from './bad-user-input.js';

const asCursor = (json: string): string => Buffer.from(json, 'utf8').toString('base64url');

describe('cursor', () => {
  test('says its parts again', () => {
    const cursor = encodeCursor(['Salzkotten Bf', 7, 'de:05774:8016']);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor, ['string', 'integer', 'string'])).toEqual([
      'Salzkotten Bf',
      7,
      'de:05774:8016',
    ]);
  });

  test('holds instants of 1970 to 9999; what PostgreSQL may not know is no cursor', () => {
    expect(instantOfCursor(Date.UTC(2026, 10, 30))).toEqual(new Date('2026-11-30'));
    expect(instantOfCursor(0)).toEqual(new Date('1970-01-01'));
    for (const beyond of [-1, Date.UTC(10_000, 0), 8.64e15, 1e300]) {
      expect(refusalOf(() => instantOfCursor(beyond))).toMatchObject({ argument: 'after', format: 'CURSOR' });
    }
  });

  test('any parts come back as they were', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((it) => !it.includes('\0') && it.length < 100);
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((it) => (it === 0 ? 0 : it));
    fc.assert(
      fc.property(text, number, fc.integer(), (...parts) => {
        expect(decodeCursor(encodeCursor(parts), ['string', 'number', 'integer'])).toEqual(parts);
      }),
    );
  });

  test.each([
    ['empty', ''],
    ['no base64url', 'ä'],
    ['a character that base64url skips', `${encodeCursor(['a', 1])}=`],
    ['no JSON', asCursor('nonsense')],
    ['no array', asCursor('{"0":1}')],
    ['another version', asCursor('[2,"a",1]')],
    ['too few parts', encodeCursor(['a'])],
    ['too many parts', encodeCursor(['a', 1, 1])],
    ['a part of another kind', encodeCursor([1, 'a'])],
    ['null', asCursor('[1,null,1]')],
    ['an object', asCursor('[1,{"gt":""},1]')],
    ['NUL, which PostgreSQL refuses', encodeCursor(['a\0', 1])],
    ['a fraction for a whole number', encodeCursor(['a', 1.5])],
    ['a number beyond integer', encodeCursor(['a', 2 ** 31])],
    ['a number JSON reads as infinite', asCursor('[1,"a",1e999]')],
    ['too long', encodeCursor(['a'.repeat(2000), 1])],
  ])('refuses %s', (_reason, cursor) => {
    expect(refusalOf(() => decodeCursor(cursor, ['string', 'integer']))).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'after',
      format: 'CURSOR',
    });
  });

  test.each([encodeCursor(['1']), asCursor('[1,1e999]')])(
    'refuses what is no finite number: %s',
    (cursor) => {
      expect(refusalOf(() => decodeCursor(cursor, ['number'], 'from'))).toMatchObject({ argument: 'from' });
    },
  );

  test('cannot be made of a number that is not finite', () => {
    expect(() => encodeCursor([Number.NaN])).toThrow(TypeError);
  });
});

describe('clampFirst', () => {
  test.each([
    [undefined, 20],
    [null, 20],
    [1, 1],
    [100, 100],
  ])('%p gives %i rows', (first, rows) => {
    expect(clampFirst(first, { default: 20 })).toBe(rows);
  });

  test.each([0, -1, 101, 1.5, Number.NaN])('%p is refused, never changed silently', (first) => {
    expect(refusalOf(() => clampFirst(first, { default: 20 }))).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'first',
      format: 'PAGE_SIZE',
    });
  });

  test("limit and argument are the field's", () => {
    expect(refusalOf(() => clampFirst(11, { default: 5, max: 10, argument: 'slots' }))).toMatchObject({
      argument: 'slots',
    });
  });
});

describe('connectionFrom', () => {
  const cursorOf = (row: string): string => `after-${row}`;

  test('the row too many says there is a next page', () => {
    expect(connectionFrom(['a', 'b', 'c'], 2, cursorOf)).toEqual({
      nodes: ['a', 'b'],
      edges: [
        { node: 'a', cursor: 'after-a' },
        { node: 'b', cursor: 'after-b' },
      ],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'after-a', endCursor: 'after-b' },
    });
  });

  test('a page that is full without a row too many is the last', () => {
    expect(connectionFrom(['a', 'b'], 2, cursorOf).pageInfo.hasNextPage).toBe(false);
  });

  test('the last page, and one behind the end', () => {
    expect(connectionFrom(['c'], 2, cursorOf, 'after-b').pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: 'after-c',
      endCursor: 'after-c',
    });
    expect(connectionFrom([], 2, cursorOf, null).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });
});

describe('keyset', () => {
  test('for Prisma', () => {
    expect(keysetAfter('name', 'id', ['Hövelhof', 'eva:8002905'])).toEqual({
      AND: [
        { name: { gte: 'Hövelhof' } },
        { OR: [{ name: { gt: 'Hövelhof' } }, { id: { gt: 'eva:8002905' } }] },
      ],
    });
  });

  test('for SQL', () => {
    expect(keysetAfterSql(['s.name', 's.id'], 3)).toBe('("s"."name", "s"."id") > ($3, $4)');
    expect(() => keysetAfterSql(['name"; DROP TABLE stop; --'])).toThrow(RangeError);
  });

  test('walking the pages visits every row once, in order, whatever the page size', () => {
    const rows = fc.uniqueArray(
      fc.record({ name: fc.constantFrom('a', 'b', 'c'), id: fc.stringMatching(/^[a-z]{1,4}$/) }),
      {
        selector: (row) => row.id,
      },
    );
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 7 }), (all, first) => {
        const order = (row: { name: string; id: string }): string => `${row.name}/${row.id}`;
        const sorted = all.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
        expect(walk(sorted, first)).toEqual(sorted);
      }),
    );
  });
});

interface Row {
  readonly name: string;
  readonly id: string;
}

type Where = KeysetWhere<'name', 'id', string>;

/** Reads a list page by page as a resolver does, with {@link keysetAfter} interpreted over an array. */
function walk(sorted: readonly Row[], first: number): Row[] {
  const seen: Row[] = [];
  for (let after: string | null = null; ;) {
    const where =
      after === null ? null : keysetAfter('name', 'id', decodeCursor(after, ['string', 'string']));
    const rows: Row[] = sorted.filter((row) => where === null || matches(row, where)).slice(0, first + 1);
    const page: Connection<Row> = connectionFrom(
      rows,
      first,
      (row) => encodeCursor([row.name, row.id]),
      after,
    );
    seen.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return seen;
    after = page.pageInfo.endCursor;
  }
}

function matches(row: Row, where: Where): boolean {
  const [
    atLeast,
    {
      OR: [behind, sameButLater],
    },
  ] = where.AND;
  return row.name >= atLeast.name.gte && (row.name > behind.name.gt || row.id > sameButLater.id.gt);
}
