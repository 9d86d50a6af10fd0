import type { PortalQuery } from '@modellregion/schema';
import { parse, print, validate, type GraphQLSchema } from 'graphql';
import { exampleVariables } from './example-variables.js';

/** What GraphiQL opens, and what it cannot open yet. */
export interface PortalTabs {
  readonly tabs: readonly { readonly query: string; readonly variables: string }[];
  readonly notYet: readonly { readonly name: string; readonly title: string; readonly reason: string }[];
}

/**
 * Sorts the portal queries by whether the region can answer them now: a query that needs a subgraph which has not
 * joined is not an error of the reader, so it becomes a note with its reason instead of a red tab.
 */
export function portalTabs(queries: readonly PortalQuery[], schema: GraphQLSchema, now: Date): PortalTabs {
  const tabs: PortalTabs['tabs'][number][] = [];
  const notYet: PortalTabs['notYet'][number][] = [];
  for (const query of queries) {
    const fault = firstFault(query.text, schema);
    if (fault === null) {
      tabs.push({ query: withTitle(query), variables: asJson(exampleVariables(query.text, now)) });
    } else {
      notYet.push({ name: query.name, title: query.title, reason: fault });
    }
  }
  return { tabs, notYet };
}

/** Why the schema cannot answer this document, in one sentence, or null if it can. */
export function firstFault(text: string, schema: GraphQLSchema): string | null {
  try {
    return validate(schema, parse(text))[0]?.message ?? null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Laid out for reading: portals write their queries in few long lines. Printing drops comments, so they go on top. */
function withTitle({ title, text }: PortalQuery): string {
  const written = /^(?:\s*#.*\n)+/.exec(text)?.[0].trim();
  return `${written ?? `# ${title}`}\n${print(parse(text))}\n`;
}

function asJson(variables: Readonly<Record<string, unknown>>): string {
  return Object.keys(variables).length === 0 ? '' : JSON.stringify(variables, null, 2);
}
