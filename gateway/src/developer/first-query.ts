import type { PortalQuery } from '@modellregion/schema';
import type { GraphQLSchema } from 'graphql';
import { firstFault } from './portal-tabs.js';

/** Best first: two municipalities in one answer, one municipality, and what every GraphQL server answers. */
const CANDIDATES = [
  '{ municipality(ags: "05774032") { name offices { name address { street houseNumber nearestStops(first: 2) { name } } } } }',
  '{ municipality(ags: "05774032") { name } }',
  '{ __typename }',
] as const;

/** The first query to try: the best candidate that the region can answer now. */
export function firstQuery(schema: GraphQLSchema): string {
  return CANDIDATES.find((text) => firstFault(text, schema) === null) ?? '{ __typename }';
}

/** The same query as the tab GraphiQL opens on: it answers at once, without variables or a token. */
export function firstTab(schema: GraphQLSchema): PortalQuery {
  const title = 'A first query. The other tabs are queries that portals run.';
  return { name: 'FirstQuery', title, text: `query FirstQuery ${firstQuery(schema)}` };
}

/** A line for a POSIX shell; JSON inside single quotes, so the query must hold none itself. */
export function curlLine(origin: string, query: string): string {
  const body = JSON.stringify({ query });
  return `curl ${origin}/graphql \\\n  -H 'content-type: application/json' \\\n  -d '${body.replaceAll("'", "'\\''")}'`;
}
