import { describe, expect, test } from '@jest/globals';
import { anonymousCaller, type CallerClaims } from '@modellregion/schema';
import { enforceAccess, type SubgraphContext } from '@modellregion/subgraph-kit';
import { buildSchema, graphql, type GraphQLSchema } from 'graphql';

const DIRECTIVES = /* GraphQL */ `
  directive @signedIn on FIELD_DEFINITION | OBJECT
  directive @scopes(anyOf: [[String!]!]!, orSelf: Boolean! = false) on FIELD_DEFINITION | OBJECT
  directive @purpose(anyOf: [String!]!, legalBasis: String) on FIELD_DEFINITION | OBJECT
  directive @trust(min: String!) on FIELD_DEFINITION | OBJECT
  directive @personalData(category: String!, subject: String!) on FIELD_DEFINITION | OBJECT
`;

const SDL = /* GraphQL */ `
  ${DIRECTIVES}
  type Query {
    person: Person
    file: File
  }
  type Person {
    id: ID
    open: String
    signedIn: String @signedIn
    byScope: String @scopes(anyOf: [["a:read", "b:read"], ["admin"]])
    bySelf: String @scopes(anyOf: [["a:read"]], orSelf: true)
    forPurpose: String @purpose(anyOf: ["SELF_SERVICE"])
    strong: String @trust(min: "HIGH")
    personal: String @personalData(category: "IDENTITY", subject: "id")
    nothing: String @scopes(anyOf: [[]])
  }
  "Rules of a type guard each of its fields, besides the field’s own."
  type File @scopes(anyOf: [["files:read"]]) {
    id: ID
    secret: String @trust(min: "SUBSTANTIAL")
  }
`;

const schema = enforceAccess(buildSchema(SDL), {
  Person: (person: { id: string }) => Promise.resolve(person.id),
});
const rootValue = {
  person: {
    id: 'res-1',
    open: 'x',
    signedIn: 'x',
    byScope: 'x',
    bySelf: 'x',
    forPurpose: 'x',
    strong: 'x',
    personal: 'x',
    nothing: 'x',
  },
  file: { id: 'f-1', secret: 'x' },
};

const anonymous = anonymousCaller('r');
const citizen: CallerClaims = { ...anonymous, kind: 'citizen', subject: 'res-1', trust: 'NORMAL' };
const stranger: CallerClaims = { ...citizen, subject: 'res-2' };
const official: CallerClaims = { ...citizen, kind: 'official', subject: 'staff-1' };

/** Which fields of Person and File a caller gets, and the code for each that they do not. */
async function read(caller: CallerClaims, on: GraphQLSchema = schema): Promise<Record<string, string>> {
  const source =
    '{ person { open signedIn byScope bySelf forPurpose strong personal nothing } file { id secret } }';
  const contextValue = { caller } as SubgraphContext<unknown>;
  const { data, errors = [] } = await graphql({ schema: on, source, rootValue, contextValue });
  const denied = errors.map(
    (error) => [error.path?.join('.') ?? '', String(error.extensions['code'])] as const,
  );
  const granted = Object.entries(data ?? {}).flatMap(([name, object]) =>
    Object.entries(object ?? {})
      .filter(([, value]) => value !== null)
      .map(([field]) => [`${name}.${field}`, 'granted'] as const),
  );
  return Object.fromEntries([...granted, ...denied]);
}

describe('what a caller may read', () => {
  test('anonymous: only what the SDL leaves open', async () => {
    expect(await read(anonymous)).toMatchInlineSnapshot(`
     {
       "file.id": "UNAUTHENTICATED",
       "file.secret": "UNAUTHENTICATED",
       "person.byScope": "UNAUTHENTICATED",
       "person.bySelf": "UNAUTHENTICATED",
       "person.forPurpose": "UNAUTHENTICATED",
       "person.nothing": "UNAUTHENTICATED",
       "person.open": "granted",
       "person.personal": "UNAUTHENTICATED",
       "person.signedIn": "UNAUTHENTICATED",
       "person.strong": "UNAUTHENTICATED",
     }
    `);
  });

  test('a citizen: their own data, without any scope', async () => {
    expect(await read(citizen)).toMatchInlineSnapshot(`
     {
       "file.id": "FORBIDDEN",
       "file.secret": "FORBIDDEN",
       "person.byScope": "FORBIDDEN",
       "person.bySelf": "granted",
       "person.forPurpose": "PURPOSE_REQUIRED",
       "person.nothing": "FORBIDDEN",
       "person.open": "granted",
       "person.personal": "granted",
       "person.signedIn": "granted",
       "person.strong": "TRUST_TOO_LOW",
     }
    `);
  });

  test('a citizen: not another’s', async () => {
    const { 'person.bySelf': bySelf, 'person.personal': personal } = await read(stranger);
    expect({ bySelf, personal }).toEqual({ bySelf: 'FORBIDDEN', personal: 'FORBIDDEN' });
  });

  test('"self" as a scope in a token opens nothing', async () => {
    expect((await read({ ...stranger, scopes: ['self'] }))['person.bySelf']).toBe('FORBIDDEN');
  });

  test('an official whose staff id equals a resident id is not that resident', async () => {
    expect((await read({ ...official, subject: 'res-1' }))['person.bySelf']).toBe('FORBIDDEN');
  });

  test('all scopes of one set are needed, any set will do', async () => {
    const byScope = async (...scopes: string[]) => (await read({ ...official, scopes }))['person.byScope'];
    expect([await byScope('a:read'), await byScope('a:read', 'b:read'), await byScope('admin')]).toEqual([
      'FORBIDDEN',
      'granted',
      'granted',
    ]);
  });

  test('rules of type and field add up', async () => {
    const file = async (caller: CallerClaims) => {
      const { 'file.id': id, 'file.secret': secret } = await read(caller);
      return { id, secret };
    };
    expect(await file({ ...official, scopes: ['files:read'] })).toEqual({
      id: 'granted',
      secret: 'TRUST_TOO_LOW',
    });
    expect(await file({ ...official, trust: 'HIGH' })).toEqual({ id: 'FORBIDDEN', secret: 'FORBIDDEN' });
  });
});

test('where a subgraph holds nothing for an object a citizen gets null, not a refusal that would say there is', async () => {
  const empty = enforceAccess(buildSchema(SDL), { Person: () => undefined });
  const { 'person.bySelf': bySelf, 'person.byScope': byScope } = await read(citizen, empty);
  expect({ bySelf, byScope }).toEqual({ bySelf: undefined, byScope: 'FORBIDDEN' });
  expect((await read(official, empty))['person.bySelf']).toBe('FORBIDDEN');
});

test('a rule that could never be decided is a fault at the start', () => {
  expect(() => enforceAccess(buildSchema(SDL), {})).toThrowErrorMatchingInlineSnapshot(
    `"Person.bySelf may be read by the person it is about, but the subgraph does not say who that is: add Person to "subjects" in defineSubgraph, or remove orSelf from the SDL."`,
  );
});

test('a level that does not exist is a fault at the start', () => {
  const sdl = `${DIRECTIVES} type Query { a: String @trust(min: "VERY_HIGH") }`;
  expect(() => enforceAccess(buildSchema(sdl), {})).toThrowErrorMatchingInlineSnapshot(
    `"Query.a: @trust(min: "VERY_HIGH") is none of NONE, NORMAL, SUBSTANTIAL, HIGH"`,
  );
});
