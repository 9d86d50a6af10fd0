import type { Grant } from '../../../schema/src/checks/publication/index.js';
import { granted, LINKS, OWN } from './hostile.js';

export const STOP = '"A stop." type Stop @key(fields: "id") { "Opaque id." id: ID!';
export const TOWN = '"A municipality." type Municipality @key(fields: "ags") { "AGS." ags: ID!';
export const PERSON = '"A resident." type Resident @key(fields: "id") { "Opaque id." id: ID!';
export const inTrail = (field: string) => OWN.replace('"Name for display."', `${field} "Name for display."`);
export const inQuery = (field: string) => OWN.replace('type Query {', `type Query { ${field}`);

/** What is tried, the code that refuses it, and the grants with which the same publication passes. */
export type GrantableAttempt = readonly [
  attempt: string,
  code: string,
  sdl: string,
  grants: readonly Grant[],
  links?: string,
];

export const overriding = `${OWN} ${STOP} "Its name." name: String @override(from: "mobility") }`;
export const overrideGrant = [granted('mobility', 'OVERRIDE', 'Stop.name')];
export const requiring = `${OWN} ${TOWN} name: String @external "A slogan." slogan: String @requires(fields: "name") }`;
const requireGrant = [granted('residents', 'REQUIRE', 'Municipality.name')];

export const GRANTABLE: readonly GrantableAttempt[] = [
  ['@override of another’s field', 'OVERRIDE_NOT_GRANTED', overriding, overrideGrant],
  [
    '@override under another name',
    'OVERRIDE_NOT_GRANTED',
    overriding.replace('@override', '@mine'),
    overrideGrant,
    LINKS.replace('"@override"', '{ name: "@override", as: "@mine" }'),
  ],
  [
    '@override with its prefix, not imported',
    'OVERRIDE_NOT_GRANTED',
    overriding.replace('@override', '@federation__override'),
    overrideGrant,
    LINKS.replace('"@override",', ''),
  ],
  [
    '@override for one percent',
    'OVERRIDE_NOT_GRANTED',
    overriding.replace('"mobility")', '"mobility", label: "percent(1)")'),
    overrideGrant,
  ],
  [
    '@override of another’s root field',
    'OVERRIDE_NOT_GRANTED',
    `${inQuery('"One." stop("Opaque id." id: ID!): Stop @override(from: "mobility")')} ${STOP} }`,
    [granted('mobility', 'OVERRIDE', 'Query.stop')],
  ],
  [
    'a second answer to a shareable field',
    'FIELD_OF_ANOTHER',
    `${OWN} ${TOWN} "Motto." motto: String @shareable }`,
    [granted('residents', 'CONTRIBUTE', 'Municipality.motto')],
  ],
  [
    'a field added to a type with personal data',
    'CONTRIBUTION_NOT_GRANTED',
    `${OWN} ${PERSON} "The trail they walked last." trail: Trail }`,
    [granted('residents', 'CONTRIBUTE', 'Resident.trail')],
  ],
  ['@requires of a foreign field', 'REQUIRES_NOT_GRANTED', requiring, requireGrant],
  [
    '@requires with its prefix, not imported',
    'REQUIRES_NOT_GRANTED',
    requiring.replace('@requires', '@federation__requires'),
    requireGrant,
    LINKS.replace('"@requires",', '').replace('@requires', ''),
  ],
  [
    '@requires of personal data',
    'REQUIRES_PERSONAL_DATA',
    `${OWN} ${PERSON} familyName: String @external "A greeting." greeting: String @requires(fields: "familyName") }`,
    [
      granted('residents', 'REQUIRE', 'Resident.familyName'),
      granted('residents', 'CONTRIBUTE', 'Resident.greeting'),
    ],
  ],
  [
    '@requires of personal data behind an own field',
    'REQUIRES_PERSONAL_DATA',
    `${inTrail('"Keeper." keeper: Resident')} ${PERSON} email: String @external "Mail." mail: String @requires(fields: "email") }`,
    [granted('residents', 'REQUIRE', 'Resident.email'), granted('residents', 'CONTRIBUTE', 'Resident.mail')],
  ],
  [
    '@provides of a foreign field',
    'PROVIDES_NOT_GRANTED',
    `${inTrail('"Town." town: Municipality @provides(fields: "motto")')} ${TOWN} motto: String @external }`,
    [granted('residents', 'CONTRIBUTE', 'Municipality.motto')],
  ],
  [
    '@provides of personal data',
    'PROVIDES_PERSONAL_DATA',
    `${inTrail('"Keeper." keeper: Resident @provides(fields: "email")')} ${PERSON} email: String @external }`,
    [granted('residents', 'CONTRIBUTE', 'Resident.email')],
  ],
  [
    '@tag on a foreign type',
    'TAG_NOT_GRANTED',
    `${OWN} ${STOP.replace('{', '@tag(name: "internal") {')} "Trail." trail: Trail }`,
    [granted('mobility', 'MARK', 'Stop')],
  ],
  [
    '@tag with its prefix, not imported',
    'TAG_NOT_GRANTED',
    `${OWN} ${STOP.replace('{', '@federation__tag(name: "internal") {')} "Trail." trail: Trail }`,
    [granted('mobility', 'MARK', 'Stop')],
    LINKS.replace('"@tag",', ''),
  ],
  [
    '@inaccessible on a foreign field',
    'INACCESSIBLE_NOT_GRANTED',
    `${OWN} ${TOWN} "Motto." motto: String @shareable @inaccessible }`,
    [
      granted('residents', 'MARK', 'Municipality.motto'),
      granted('residents', 'CONTRIBUTE', 'Municipality.motto'),
    ],
  ],
  [
    '@signedIn on a public type',
    'ACCESS_RULE_NOT_GRANTED',
    `${OWN} ${STOP.replace('{', '@signedIn {')} "Trail." trail: Trail }`,
    [granted('mobility', 'MARK', 'Stop')],
  ],
  [
    '@authenticated on a public type',
    'ACCESS_RULE_NOT_GRANTED',
    `${OWN} ${STOP.replace('{', '@authenticated {')} "Trail." trail: Trail }`,
    [granted('mobility', 'MARK', 'Stop')],
  ],
  [
    'an interface for a foreign type',
    'INTERFACE_NOT_GRANTED',
    `${OWN} "A thing." interface Thing { "Id." id: ID! } ${STOP.replace('@key', 'implements Thing @key')} "Trail." trail: Trail }`,
    [granted('mobility', 'MARK', 'Stop')],
  ],
  [
    'a mutation named after a foreign type',
    'MUTATION_ON_FOREIGN_TYPE',
    `${OWN} "Changes." type Mutation { "Blocks a resident." blockResident("Opaque id." id: ID!): Boolean }`,
    [granted('residents', 'MUTATE', 'Mutation.blockResident')],
  ],
  [
    'a mutation that returns a foreign type',
    'MUTATION_ON_FOREIGN_TYPE',
    `${OWN} ${PERSON} } "Changes." type Mutation { "Moves." move("Opaque id." id: ID!): Resident }`,
    [granted('residents', 'MUTATE', 'Mutation.move')],
  ],
  [
    'a mutation with a foreign type in its payload',
    'MUTATION_ON_FOREIGN_TYPE',
    `${OWN} ${PERSON} } "Changes." type Mutation { "Moves." move("Opaque id." id: ID!): MovePayload }
     "Outcome." type MovePayload { "Who." person: Resident }`,
    [granted('residents', 'MUTATE', 'Mutation.move')],
  ],
  [
    'a value added to a foreign enum',
    'FOREIGN_TYPE',
    `${OWN} "Kind." enum MunicipalityKind { "Town." TOWN "City." CITY "Empire." EMPIRE }`,
    [granted('residents', 'CONTRIBUTE', 'MunicipalityKind')],
  ],
  [
    'a field taken from a foreign input by leaving it out',
    'FOREIGN_TYPE',
    `${inQuery('"How many." count("Where." within: BoundingBox): Int')} "A box." input BoundingBox { "West." west: Float! }`,
    [granted('mobility', 'CONTRIBUTE', 'BoundingBox')],
  ],
  [
    'a member added to a foreign union',
    'FOREIGN_TYPE',
    `${OWN} "What can be ridden." union Ride = Trail`,
    [granted('mobility', 'CONTRIBUTE', 'Ride')],
  ],
  [
    'an own type behind a foreign interface',
    'FOREIGN_TYPE',
    `${OWN} "What has a place." interface Placed { "Where." place: String }
     "A rock." type Rock implements Placed @public { "Where." place: String }`,
    [granted('mobility', 'CONTRIBUTE', 'Placed')],
  ],
  [
    'a second definition of a foreign value type',
    'FOREIGN_TYPE',
    `${OWN} "Opening hours." type OpeningPeriod @public @shareable { "From." opens: String }`,
    [granted('residents', 'CONTRIBUTE', 'OpeningPeriod')],
  ],
];
