import type { Operation } from './contenders.js';
import { ORDER } from './judge.js';

/**
 * Where the stock executor is known to answer wrongly.
 *
 * Each has one example that must still fail: a fault that was mended has to be struck from this list. There is no such
 * list for the executor of our own.
 */
export interface StockFault {
  readonly name: string;
  /** The fixture that shows it. */
  readonly fixture: string;
  /** Whether a difference may come from it: only such are passed over at random. */
  readonly concerns: (operation: Operation, difference: string, fixture: string) => boolean;
  readonly example: { readonly query: string; readonly variables?: Operation['variables'] };
  /** Data of the right answer. */
  readonly right: unknown;
}

/** An alias that may be the name of another field: not one of those that the generator keeps apart. */
const BOLD_ALIAS = /\b(?!(?:a|b|c|kind|x\d+):)\w+: /;
const REQUIRING = /^(@requires|alias|@external|mutations)/;
const CONDITION = /@(skip|include)\(if: \$/;

const concernsFixture =
  (name: string, pattern: RegExp): StockFault['concerns'] =>
  ({ query }, _difference, fixture) =>
    fixture === name && pattern.test(query);

export const STOCK_FAULTS: readonly StockFault[] = [
  {
    name: 'an alias named like a key: the key is lost, the client gets it under the alias',
    fixture: 'alias of a key or required field',
    concerns: ({ query }) => hasBoldAlias(query),
    example: { query: '{ people { id: name tax } }' },
    right: {
      people: [
        { id: 'anna', tax: 7 },
        { id: 'bernd', tax: 19 },
      ],
    },
  },
  {
    name: 'an alias named like a required field: the requirement is computed from the alias',
    fixture: 'alias of a key or required field',
    concerns: ({ query }) => hasBoldAlias(query),
    example: { query: '{ first { mail: name letter } }' },
    right: { first: { mail: 'anna', letter: 'to a@example.org' } },
  },
  {
    name: 'a required argument other than the client’s: the client gets what was required',
    fixture: '@requires with arguments',
    concerns: concernsFixture('@requires with arguments', /\b(summary|minutes)\b/),
    example: { query: '{ latest { id comments(limit: 1) { text } summary } }' },
    right: { latest: { id: '1', comments: [{ text: 'a' }], summary: 'a, b, c' } },
  },
  {
    name: 'two requirements of one field with other arguments: one is computed from the other’s',
    fixture: '@requires with conflicting arguments',
    concerns: concernsFixture('@requires with conflicting arguments', /\b(short|long)\b/),
    example: { query: '{ stations { short long } }' },
    right: {
      stations: [
        { short: 'short 3', long: 'long 19' },
        { short: 'short 22', long: 'long 22' },
      ],
    },
  },
  {
    name: '@override with a label: the old subgraph is asked whatever the label says',
    fixture: '@override with label percent(100)',
    concerns: concernsFixture('@override with label percent(100)', /\bamount\b/),
    example: { query: '{ bills { amount } }' },
    right: { bills: [{ amount: 10 }, { amount: 20 }] },
  },
  {
    name: 'a condition on one of two fields with requirements: the other loses its own',
    fixture: '@requires left out by a condition',
    concerns: ({ query }, _difference, fixture) => REQUIRING.test(fixture) && CONDITION.test(query),
    example: {
      query:
        'query Q($x: Boolean!) { parcel { id @skip(if: $x) cost @include(if: $x) region @skip(if: $x) } }',
      variables: { x: true },
    },
    right: { parcel: { cost: 8 } },
  },
  {
    name: 'a fragment left out by a literal, inside one left out by a variable: it is fetched, and its errors are told',
    fixture: 'errors and values that may not be null',
    concerns: ({ query }) => /@skip\(if: true\)|@include\(if: false\)/.test(query),
    example: {
      query:
        'query Q($x: Boolean!) { ... F @skip(if: $x) } fragment F on Query { ... @skip(if: true) { broken } __typename }',
      variables: { x: false },
    },
    right: { __typename: 'Query' },
  },
  {
    name: 'an object of which conditions leave nothing: it is null instead of empty',
    fixture: '@tag',
    concerns: (_operation, difference) => /\n {2}right .*\{\}/.test(difference),
    example: {
      query: 'query Q($x: Boolean!) { items @include(if: $x) { id @skip(if: true) } }',
      variables: { x: true },
    },
    right: { items: [{}, {}] },
  },
  {
    name: 'an object whose __typename is asked beside a field of @interfaceObject: it is null, without an error',
    fixture: '@interfaceObject',
    concerns: concernsFixture('@interfaceObject', /__typename/),
    example: { query: '{ book { ... { __typename } score } }' },
    right: { book: { __typename: 'Book', score: 3 } },
  },
  {
    name: 'fields of a fragment stand in another order than they were asked for',
    fixture: 'nested lists',
    concerns: (_operation, difference) => difference.startsWith(ORDER),
    example: {
      query:
        '{ row { neighbours { a: id } ...F neighbours { c: value } } } fragment F on Cell { neighbours { id } }',
    },
    right: { row: [{ neighbours: [[{ a: 'b', id: 'b', c: 1 }, null], []] }] },
  },
];

function hasBoldAlias(query: string): boolean {
  // Arguments and declarations of variables have colons too.
  const selections = query.replaceAll(/\([^()]*(\([^()]*\)[^()]*)*\)/g, '');
  return BOLD_ALIAS.test(selections);
}
