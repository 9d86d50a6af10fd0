import { LINKS, OWN, tourism } from './hostile.js';

const STOP = '"A stop." type Stop @key(fields: "id") { "Opaque id." id: ID!';
const TOWN = '"A municipality." type Municipality @key(fields: "ags") { "AGS." ags: ID!';
const inQuery = (field: string) => OWN.replace('type Query {', `type Query { ${field}`);
const linking = (more: string) => LINKS.replace('extend schema', `extend schema ${more}`);

/** What is tried, and the code that refuses it; no grant could allow it. */
export type CarelessAttempt = readonly [
  attempt: string,
  code: string,
  sdl: string,
  options?: Parameters<typeof tourism>[1],
];

export const CARELESS: readonly CarelessAttempt[] = [
  ['text that is no SDL', 'INVALID_GRAPHQL', 'type Query {'],
  ['an unknown type', 'INVALID_GRAPHQL', inQuery('"Nothing." nothing: Nothing')],
  [
    'an input that contains itself',
    'INVALID_GRAPHQL',
    `${OWN} "A." input A { "B." b: B! } "B." input B { "A." a: A! }`,
  ],
  [
    'SDL without Federation 2',
    'FEDERATION_NOT_LINKED',
    'type Query { "A." a: Int }',
    { links: '', owns: [] },
  ],
  [
    'a version of Federation that does not exist',
    'INVALID_GRAPHQL',
    OWN,
    { links: LINKS.replace('v2.8', 'v2.99') },
  ],
  [
    'a link to another spec',
    'LINK_NOT_ALLOWED',
    OWN,
    { links: linking('@link(url: "https://evil.example/x/v1.0")') },
  ],
  [
    'a link that every gateway would have to honour',
    'LINK_NOT_ALLOWED',
    OWN,
    { links: linking('@link(url: "https://evil.example/x/v1.0", for: SECURITY)') },
  ],
  [
    'a connector that calls any address',
    'LINK_NOT_ALLOWED',
    OWN,
    {
      links: linking(
        `@link(url: "https://specs.apollo.dev/connect/v0.1", import: ["@source"])
         @source(name: "metadata", http: { baseURL: "http://169.254.169.254" })`,
      ),
    },
  ],
  [
    '@link under another name',
    'LINK_RENAMED',
    OWN,
    {
      links: linking('@link(url: "https://specs.apollo.dev/link/v1.0", as: "l")').replaceAll(
        /@link\(url: "https:\/\/(?!specs.apollo.dev\/link)/g,
        '@l(url: "https://',
      ),
    },
  ],
  [
    'a directive of one’s own in the supergraph',
    'COMPOSED_DIRECTIVE',
    `${OWN} directive @x on OBJECT`,
    {
      links: linking(
        '@link(url: "https://evil.example/x/v1.0", import: ["@x"]) @composeDirective(name: "@x")',
      ),
    },
  ],
  [
    'a directive on the schema',
    'SCHEMA_DIRECTIVE',
    `${OWN} directive @x on SCHEMA`,
    { links: linking('@x') },
  ],
  ['another’s type as the root', 'ROOT_RENAMED', `extend schema { query: Municipality } ${TOWN} }`],
  ['a tag on the root type of all', 'MARK_ON_ROOT', OWN.replace('type Query', 'type Query @tag(name: "x")')],
  ['the root type of all hidden', 'MARK_ON_ROOT', OWN.replace('type Query', 'type Query @inaccessible')],
  ['signing in to ask anything', 'MARK_ON_ROOT', OWN.replace('type Query', 'type Query @signedIn')],
  ['a type of the join machinery', 'RESERVED_NAME', `${OWN} "J." type join__Graph @public { "A." a: Int }`],
  ['a type of Federation', 'RESERVED_NAME', `${OWN} "S." type _Service @public { "S." sdl: String }`],
  ['a field of Federation', 'RESERVED_NAME', inQuery('"S." _service: String')],
  ['a field of GraphQL', 'RESERVED_NAME', inQuery('"S." __typename: String')],
  ['@skip anew', 'DIRECTIVE_REDEFINED', `${OWN} directive @skip(if: Boolean!) on FIELD`],
  ['@deprecated anew', 'DIRECTIVE_REDEFINED', `${OWN} directive @deprecated on FIELD_DEFINITION`],
  [
    '@key with an argument more',
    'DIRECTIVE_DEFINITION_INVALID',
    `${OWN} directive @key(fields: String!, steal: Int) repeatable on OBJECT`,
  ],
  ['a directive for queries', 'DIRECTIVE_EXECUTABLE', `${OWN} directive @fast on FIELD`],
  [
    'an access directive that says something else',
    'SHARED_COPIES',
    OWN,
    { links: LINKS.replace('subject: String!)', 'subject: String)') },
  ],
  [
    'a shared type that says something else',
    'SHARED_COPIES',
    `${OWN} "A point on the moon, WGS 84." type GeoPoint @shareable { "Lat." lat: Float! "Lon." lon: Float! }`,
  ],
  ['a claim to another’s type', 'OWNED_BY_ANOTHER', `${OWN} ${STOP} }`, { owns: ['Trail', 'Stop'] }],
  [
    'a claim to another’s type that has no key',
    'OWNED_BY_ANOTHER',
    `${OWN} "A bus." type Bus @key(fields: "line") @public { "Line." line: ID! }`,
    { owns: ['Trail', 'Bus'] },
  ],
  ['an address that is another’s', 'URL_TAKEN', OWN, { url: 'http://mobility.example/graphql' }],
  [
    'a part of another’s key',
    'FOREIGN_KEY',
    `${OWN} "A stop." type Stop @key(fields: "id name") { "Id." id: ID! "Name." name: String @shareable }`,
  ],
  [
    'another’s field by another type',
    'FIELD_TYPE_MISMATCH',
    `${OWN} ${TOWN} "Motto." motto: Int @shareable }`,
  ],
  ['another’s field without @shareable', 'INVALID_FIELD_SHARING', `${OWN} ${TOWN} "Name." name: String }`],
  [
    '@override of nobody',
    'OVERRIDE_OF_NOBODY',
    `${OWN} ${TOWN} "Mayor." mayor: String @override(from: "nobody") }`,
  ],
  [
    '@interfaceObject on another’s type',
    'INTERFACE_OBJECT_NOT_GRANTED',
    `${OWN} ${STOP.replace('{', '@interfaceObject {')} }`,
  ],
  ['another’s type hidden', 'INACCESSIBLE_NOT_GRANTED', `${OWN} ${STOP.replace('{', '@inaccessible {')} }`],
  [
    'a context on another’s type',
    'MARK_NOT_GRANTED',
    `${OWN} ${TOWN.replace('{', '@context(name: "town") {')} }`,
  ],
  [
    'another’s field from a context',
    'FROM_CONTEXT_NOT_GRANTED',
    `${OWN.replace('"Name for display."', '"Label." label("Town." town: String @fromContext(field: "$town { name }")): String "Name for display."')}
     ${TOWN.replace('{', '@context(name: "town") {')} name: String @external "Its trail." trail: Trail }`,
  ],
  [
    'another’s enum cut short',
    'ENUM_VALUE_MISMATCH',
    `${inQuery('"How many." count("By." mode: Mode): Int')} "Mode." enum Mode { "Bus." BUS }`,
  ],
  ['another’s type made an enum', 'TYPE_KIND_MISMATCH', `${OWN} "A stop." enum Stop { "A." A }`],
  ['another’s root field', 'FIELD_OF_ANOTHER', inQuery('"One." stop("Id." id: ID!): Trail')],
  ['a type unmarked', 'CLASSIFICATION', OWN.replace(' @public', '')],
  [
    'a type marked both ways',
    'CLASSIFICATION',
    OWN.replace('name: String', 'name: String @personalData(category: "PERSONAL", subject: "id")'),
  ],
  ['a name like another’s', 'NAME_LOOKALIKE', `${OWN} "R." type Residents @public { "A." a: Int }`],
  ['a name in another style', 'NAME_STYLE', inQuery('"X." Trail_Count: Int')],
  ['a type without description', 'DESCRIBED', OWN.replace('"A trail for hikers."', '')],
  [
    'a deprecation without a reason',
    'DEPRECATION_REASON',
    OWN.replace('name: String', 'name: String @deprecated'),
  ],
  ['a subscription', 'SUBSCRIPTION', `${OWN} "Events." type Subscription { "New ones." trailAdded: Trail }`],
  [
    'a promise about another’s outage',
    'FOREIGN_POSITIONS_NULLABLE',
    `${OWN.replace('"Name for display."', '"Town." town: Municipality! "Name for display."')} ${TOWN} }`,
  ],
  ['a list without end', 'RESULTS_BOUNDED', inQuery('"All." trails: [Trail]')],
  ['an address that is none', 'URL_INVALID', OWN, { url: 'file:///etc/passwd' }],
  ['an address with a password', 'URL_INVALID', OWN, { url: 'https://a:b@tourism.example/graphql' }],
];
