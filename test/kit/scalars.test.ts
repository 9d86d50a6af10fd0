import { describe, expect, test } from '@jest/globals';
import { graphqlSync, GraphQLObjectType, GraphQLSchema, Kind, type GraphQLScalarType } from 'graphql';
import { DateScalar, DateTimeScalar, LocalTimeScalar } from '../../subgraphs/kit/src/scalars/index.js';
import { refusalOf } from './bad-user-input.js';

describe('DateTime', () => {
  test.each([
    ['2026-03-29T08:00:00+02:00', '2026-03-29T06:00:00Z'],
    ['2026-03-29T08:00:00Z', '2026-03-29T08:00:00Z'],
    ['2026-03-29T08:00:00.999999Z', '2026-03-29T08:00:00Z'],
    ['2024-02-29T23:30:00-01:00', '2024-03-01T00:30:00Z'],
  ])('%s is read and printed as %s', (text, printed) => {
    expect(DateTimeScalar.serialize(DateTimeScalar.parseValue(text))).toBe(printed);
    expect(DateTimeScalar.serialize(text)).toBe(printed);
  });

  test.each([
    ['2026-03-29T08:00:00', 'no offset'],
    ['2026-03-29', 'no time'],
    ['2026-03-29T08:00Z', 'no seconds'],
    ['2026-03-29 08:00:00Z', 'a blank for T'],
    ['2026-03-29t08:00:00z', 'lower case'],
    ['2026-02-30T08:00:00Z', 'no such day'],
    ['2026-03-29T24:00:00Z', 'no such hour'],
    ['2016-12-31T23:59:60Z', 'a leap second'],
    ['2026-03-29T08:00:00+0200', 'an offset without colon'],
    ['2026-03-29T08:00:00+24:00', 'no such offset'],
    ['0000-01-01T00:00:00Z', 'year 0'],
    ['9999-12-31T23:59:59-01:00', 'year 10000 in UTC'],
    [1_774_764_000_000, 'a number'],
    [null, 'null'],
  ])('%j is refused: %s', (value, _reason) => {
    expect(refusalOf(() => DateTimeScalar.parseValue(value))).toEqual({
      code: 'BAD_USER_INPUT',
      format: 'DATE_TIME',
    });
  });

  test.each([[new Date(Number.NaN)], [1_774_764_000_000], ['yesterday']])(
    'a resolver may not return %p',
    (value) => {
      expect(() => DateTimeScalar.serialize(value)).toThrow('a resolver returned no DateTime');
    },
  );
});

describe('Date', () => {
  test('a day is a string, in and out; a date column becomes one', () => {
    expect(DateScalar.parseValue('2024-02-29')).toBe('2024-02-29');
    expect([
      DateScalar.serialize('2024-02-29'),
      DateScalar.serialize(new Date('2024-02-29T00:00:00Z')),
    ]).toEqual(['2024-02-29', '2024-02-29']);
  });

  test.each(['2023-02-29', '2026-3-29', '2026-03-29T00:00:00Z', '', 20_260_329])('%j is refused', (value) => {
    expect(refusalOf(() => DateScalar.parseValue(value))).toEqual({ code: 'BAD_USER_INPUT', format: 'DATE' });
  });

  test('an instant is no day: it would depend on the zone', () => {
    expect(() => DateScalar.serialize(new Date('2026-03-28T23:00:00Z'))).toThrow(
      'a resolver returned no Date',
    );
  });
});

describe('LocalTime', () => {
  test.each(['00:00', '08:30', '23:59'])('%s', (text) => {
    expect([LocalTimeScalar.parseValue(text), LocalTimeScalar.serialize(text)]).toEqual([text, text]);
  });

  test.each(['24:00', '8:30', '08:30:00', 510])('%j is refused', (value) => {
    expect(refusalOf(() => LocalTimeScalar.parseValue(value))).toEqual({
      code: 'BAD_USER_INPUT',
      format: 'LOCAL_TIME',
    });
  });
});

describe('in an operation', () => {
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        echo: {
          type: DateTimeScalar,
          args: { at: { type: DateTimeScalar } },
          resolve: (_, { at }: { at?: Date }) => at,
        },
      },
    }),
  });

  test('a literal and a variable mean the same', () => {
    const literal = graphqlSync({ schema, source: '{ echo(at: "2026-03-29T08:00:00+02:00") }' });
    const variable = graphqlSync({
      schema,
      source: 'query ($at: DateTime) { echo(at: $at) }',
      variableValues: { at: '2026-03-29T08:00:00+02:00' },
    });
    expect([literal.data?.['echo'], variable.data?.['echo']]).toEqual([
      '2026-03-29T06:00:00Z',
      '2026-03-29T06:00:00Z',
    ]);
  });

  test('a wrong variable and a wrong literal keep code and format', () => {
    const wrong = { code: 'BAD_USER_INPUT', format: 'DATE_TIME' };
    const variable = graphqlSync({
      schema,
      source: 'query ($at: DateTime) { echo(at: $at) }',
      variableValues: { at: 'now' },
    });
    const literal = graphqlSync({ schema, source: '{ echo(at: "now") }' });
    expect(variable.errors?.map((error) => error.extensions)).toEqual([wrong]);
    expect(literal.errors?.map((error) => error.extensions)).toEqual([wrong]);
  });

  test.each<[GraphQLScalarType, string]>([
    [DateScalar, '2026-03-29'],
    [DateTimeScalar, '2026-03-29T08:00:00Z'],
    [LocalTimeScalar, '08:30'],
  ])('%s is written as a string and as nothing else', (scalar, value) => {
    expect(refusalOf(() => scalar.parseLiteral({ kind: Kind.STRING, value }))).toBeNull();
    expect(refusalOf(() => scalar.parseLiteral({ kind: Kind.ENUM, value }))).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});
