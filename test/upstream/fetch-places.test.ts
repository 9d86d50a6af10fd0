import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { fetchPlaces } from '../../gateway/src/upstream/fetch-places.js';

const schema = buildSchema('type Query { a: Int b: Int town: Town } type Town { id: ID! c: Int d: Int }');

/** The places of a fetch, as `path.to.place`. */
const places = (query: string, variables: Record<string, unknown> = {}): string[] =>
  fetchPlaces({ query, variables }, schema).all.map((path) => path.join('.'));

test.each<[string, string, Record<string, unknown>, string[]]>([
  ['included by default', 'query ($x: Boolean = true) { a b @include(if: $x) }', {}, ['a', 'b']],
  ['skipped by default', 'query ($x: Boolean = true) { a b @skip(if: $x) }', {}, ['a']],
  ['the default gives way', 'query ($x: Boolean! = true) { a @skip(if: $x) b }', { x: false }, ['a', 'b']],
  ['no default', 'query ($x: Boolean!) { a @skip(if: $x) b }', { x: true }, ['b']],
  ['a literal', '{ a @skip(if: true) b @include(if: true) }', {}, ['b']],
  ['a fragment', 'query ($x: Boolean = false) { a ... @include(if: $x) { b } }', {}, ['a']],
])('%s', (_name, query, variables, expected) => {
  expect(places(query, variables)).toEqual(expected);
});

test('under entities, by their types', () => {
  const query = `query ($representations: [_Any!]!, $x: Boolean = true) {
    _entities(representations: $representations) { ... on Town { c @include(if: $x) d @skip(if: $x) } ... on Query { a } }
  }`;
  expect(places(query, { representations: [{ __typename: 'Town', id: '1' }] })).toEqual(['_entities.0.c']);
});
