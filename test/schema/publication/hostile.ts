import type {
  Grant,
  GrantedAct,
  PublicationInput,
  SubgraphContract,
} from '../../../schema/src/checks/publication/index.js';
import { entry } from '../support.js';

/** Everything that Federation has to offer, and the region's access rules. */
export const LINKS = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", "@shareable", "@override",
    "@requires", "@provides", "@inaccessible", "@tag", "@interfaceObject", "@context", "@fromContext", "@composeDirective",
    "@authenticated"])
  @link(url: "https://modellregion.example/access/v1.0", import: ["@signedIn", "@personalData"])
  @composeDirective(name: "@signedIn")
  @composeDirective(name: "@personalData")
"Only callers who signed in may read this; on a type it guards every field of the type."
directive @signedIn on FIELD_DEFINITION | OBJECT
"Data about a person: its category, and the path from this type to the id of the Resident it is about."
directive @personalData(category: String!, subject: String!) on FIELD_DEFINITION | OBJECT
"""
Nothing of this type is about a person. Every object type says so, or which data about a person it holds (@personalData).
Who may read it is a matter of its guards. It speaks to the checks of the contract alone and is not composed into the
supergraph.
"""
directive @public on OBJECT
`;

/** A small region: two towns, with what partners are tempted by. */
const RESIDENTS = `${LINKS}
"Where a portal begins to ask."
type Query { "One." municipality("AGS." ags: ID!): Municipality "One." resident("Id." id: ID!): Resident }
"A municipality."
type Municipality @key(fields: "ags") @public {
  "AGS." ags: ID!
  "Name." name: String
  "Motto." motto: String @shareable
  "Kind." kind: MunicipalityKind
}
"Kind." enum MunicipalityKind { "Town." TOWN "City." CITY }
"A resident."
type Resident @key(fields: "id") @signedIn @personalData(category: "PERSONAL", subject: "id") {
  "Opaque id." id: ID!
  "Name." familyName: String
  "E-mail." email: String @shareable
}
"Opening hours." type OpeningPeriod @public @shareable { "From." opens: String }
`;

const MOBILITY = `${LINKS}
"Where a portal begins to ask."
type Query { "One." stop("Opaque id." id: ID!): Stop "Those within." stops("Where." within: BoundingBox): [Stop] }
"A stop."
type Stop @key(fields: "id") @public { "Opaque id, not to be taken apart." id: ID! "Name." name: String "Modes." modes: [Mode] }
"Mode." enum Mode { "Bus." BUS "Tram." TRAM }
"A box." input BoundingBox { "West." west: Float! "North." north: Float }
"What can be ridden." union Ride = Bus
"A bus." type Bus @public { "Line." line: String }
"What has a place." interface Placed { "Where." place: String }
"A bench." type Bench implements Placed @key(fields: "id") @public { "Opaque id." id: ID! "Where." place: String }
`;

export const SMALL_REGION: readonly SubgraphContract[] = [
  {
    entry: { ...entry('residents', ['Municipality', 'Resident']), dataClasses: ['PERSONAL'] },
    sdl: RESIDENTS,
  },
  { entry: entry('mobility', ['Stop', 'Bench']), sdl: MOBILITY },
];

/** What tourism offers of its own: good as it stands. */
export const OWN = `
"Where a portal begins to ask."
type Query { "One trail; null if it is unknown." trail("Opaque id." id: ID!): Trail }
"A trail for hikers."
type Trail @key(fields: "id") @public { "Opaque id." id: ID! "Name for display." name: String }
`;

/** A contract of the partner tourism. */
export function tourism(
  sdl: string,
  options: Partial<Pick<SubgraphContract['entry'], 'keys' | 'owns' | 'url'>> & {
    readonly links?: string;
  } = {},
): SubgraphContract {
  const { links = LINKS, owns = ['Trail'], url = 'https://tourism.example/graphql' } = options;
  const stated = entry('tourism', owns);
  return { entry: { ...stated, url, keys: options.keys ?? stated.keys }, sdl: `${links}\n${sdl}` };
}

/** Its publication in the small region, with these grants. */
export function publicationOf(candidate: SubgraphContract, grants: readonly Grant[] = []): PublicationInput {
  return { before: SMALL_REGION, candidate, grants, usage: null, portalQueries: [], profile: 'developer' };
}

/** A grant to tourism. */
export function granted(owner: string, allows: GrantedAct, coordinate: string): Grant {
  return { owner, partner: 'tourism', allows, coordinate };
}
