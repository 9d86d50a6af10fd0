import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, stripIgnoredCharacters, validate } from 'graphql';
import { usageOf } from '../../gateway/src/plan/operation-usage.js';

const schema = buildSchema(`
  type Query {
    person(id: ID!, born: Date, tags: [String!], near: Near, anything: Json, state: State, strict: Boolean): Person
    list(first: Int = 10, all: [Near!]): [Person!]
  }
  type Person { name: String friend: Person }
  input Near { lat: Float! lon: Float! label: String inner: Near }
  scalar Date
  scalar Json
  enum State { OPEN CLOSED }
`);

/** The signature, which has to be an operation of the same schema. */
function signature(source: string, name: string | null = null): string {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const told = usageOf(document, name, schema).signature;
  expect(validate(schema, parse(told))).toEqual([]);
  return told;
}

describe('what is told of an operation', () => {
  test.each([
    ['a text', '{ person(id: "geheim") { name } }', '{person(id:""){name}}'],
    ['a number where a text may stand', '{ person(id: 4711) { name } }', '{person(id:0){name}}'],
    ['a block of text', '{ person(id: """geheim""") { name } }', '{person(id:""){name}}'],
    ['a comment', '{ # geheim\n list { name } }', '{list{name}}'],
    ['how many', '{ person(id: 1, tags: ["a", "b", "c"]) { name } }', '{person(id:0,tags:[""]){name}}'],
    ['one for a list', '{ person(id: 1, tags: "a") { name } }', '{person(id:0,tags:""){name}}'],
    [
      'values of an input, of which the schema’s names stay',
      '{ person(id: 1, near: { lat: 51.7, lon: 8, inner: { lat: 1, lon: 2, label: "geheim" } }) { name } }',
      '{person(id:0,near:{lat:0,lon:0,inner:{lat:0,lon:0,label:""}}){name}}',
    ],
    [
      'a list of inputs: each shape once',
      '{ list(all: [{ lat: 1, lon: 2 }, { lat: 3, lon: 4 }, { lat: 5, lon: 6, label: "a" }]) { name } }',
      '{list(all:[{lat:0,lon:0}{lat:0,lon:0,label:""}]){name}}',
    ],
    [
      'what a scalar of its own holds, names of fields too',
      '{ person(id: 1, born: "1970-01-01", anything: { anna: [1, GEHEIM, { x: true }] }) { name } }',
      '{person(id:0,born:"",anything:[]){name}}',
    ],
    [
      'a word for a scalar of its own',
      '{ person(id: 1, anything: ANNA) { name } }',
      '{person(id:0,anything:""){name}}',
    ],
    [
      'a default of a variable',
      'query P($id: ID! = "geheim", $near: Near = { lat: 1.5, lon: 2 }) { person(id: $id, near: $near) { name } }',
      'query P($id:ID!="",$near:Near={lat:0,lon:0}){person(id:$id,near:$near){name}}',
    ],
  ])('is never %s', (_what, source, told) => {
    expect(signature(source)).toBe(stripIgnoredCharacters(told));
  });

  test.each([
    ['an enum value', '{ person(id: 1, state: CLOSED) { name } }', '{person(id:0,state:CLOSED){name}}'],
    ['true and false', '{ list @include(if: true) { name } }', '{list@include(if:true){name}}'],
    ['null', '{ person(id: 1, born: null) { name } }', '{person(id:0,born:null){name}}'],
    ['an alias', '{ a: list { n: name } b: list { name } }', '{a:list{n:name}b:list{name}}'],
    [
      'a variable, wherever it stands',
      'query Q($a: Json, $b: String!) { person(id: 1, tags: [$b], anything: { x: [$a] }) { name } }',
      'query Q($a:Json,$b:String!){person(id:0,tags:[$b],anything:[$a]){name}}',
    ],
  ])('has %s', (_what, source, told) => {
    expect(signature(source)).toBe(stripIgnoredCharacters(told));
  });

  test('is of the operation that was asked for, with its fragments and no others', () => {
    const source = `
      query A { list { ...F } }
      query B { list { friend { ...G } } }
      fragment F on Person { name }
      fragment G on Person { friend { name } }`;
    const told = usageOf(parse(source), 'A', schema);
    expect(told).toEqual({
      name: 'A',
      signature: 'query A{list{...F}}fragment F on Person{name}',
      fields: ['Person.name', 'Query.list'],
    });
  });
});
