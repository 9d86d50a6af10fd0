import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, Source, TokenKind, type OperationDefinitionNode } from 'graphql';
import { REPOSITORY_ROOT } from './registry/load-registry.js';

/** A query that portals run, as a tab of the developers' GraphiQL shows it. */
export interface PortalQuery {
  /** Name of the operation: `Q02_IdCardOffer`. */
  readonly name: string;
  /** The comment above it, in one line. */
  readonly title: string;
  /** The operation as it is written, with its comment. */
  readonly text: string;
}

/** The region's own portal queries. */
export const PORTAL_QUERIES_FILE = join(REPOSITORY_ROOT, 'schema/portal-queries.graphql');

/**
 * The queries of a file, in the order they are written; none where there is no such file, as in a region that begins
 * or a partner's project.
 *
 * @param file default the region's own
 * @throws Error when it cannot be read or is no GraphQL
 */
export function portalQueries(file = PORTAL_QUERIES_FILE): readonly PortalQuery[] {
  if (!existsSync(file)) return [];
  const body = readFileSync(file, 'utf8');
  return parse(
    new Source(body, file === PORTAL_QUERIES_FILE ? 'schema/portal-queries.graphql' : file),
  ).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.name !== undefined
      ? [readQuery(definition, definition.name.value, body)]
      : [],
  );
}

function readQuery(operation: OperationDefinitionNode, name: string, body: string): PortalQuery {
  const { loc } = operation;
  if (loc === undefined) return { name, title: name, text: '' };
  const comments: string[] = [];
  let start = loc.start;
  for (let token = loc.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev) {
    // A blank line ends the comment that belongs to the operation.
    if (/\n\s*\n/.test(body.slice(token.end, start))) break;
    comments.unshift(token.value.trim());
    start = token.start;
  }
  return { name, title: comments.join(' ') || name, text: body.slice(start, loc.end) };
}
