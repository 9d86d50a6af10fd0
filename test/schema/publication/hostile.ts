import type { Grant, GrantedAct, SubgraphContract } from '../../../schema/src/checks/publication/index.js';
import { entry } from '../support.js';

/** A contract of the partner tourism: its own types in a few lines, and what a test adds to it. */
export function tourism(
  more: string,
  options: { owns?: readonly string[]; links?: string; url?: string } = {},
): SubgraphContract {
  const { links = LINKS, owns = ['Trail'], url = 'http://tourism.example/graphql' } = options;
  return { entry: { ...entry('tourism', owns), url }, sdl: `${links}\n${more}` };
}

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
  directive @personalData(category: String!, subject: String!) on FIELD_DEFINITION | OBJECT`;

/** What tourism offers of its own. */
export const OWN = `
  "Where a portal begins to ask."
  type Query { "One trail; null if it is unknown." trail("Opaque id." id: ID!): Trail }
  "A trail for hikers."
  type Trail @key(fields: "id") { "Opaque id." id: ID! "Name for display." name: String }`;

/** A grant to tourism. */
export function granted(owner: string, allows: GrantedAct, coordinate: string): Grant {
  return { owner, partner: 'tourism', allows, coordinate };
}
