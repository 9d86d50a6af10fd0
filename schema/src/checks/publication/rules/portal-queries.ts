import { buildSchema, parse, validate } from 'graphql';
import type { PublicationRule } from '../publication-rule.js';

/** The queries of `schema/portal-queries.graphql` that are valid now stay valid. */
export const portalQueriesValid: PublicationRule = {
  name: 'portal-queries',
  code: 'PORTAL_QUERIES',
  why: 'The region promises these queries to every portal, whoever runs them today.',
  needs: 'supergraph',
  check: (context) => {
    const { portalQueries } = context.input;
    const before = context.composedBefore();
    if (portalQueries.length === 0) return { skipped: 'The region has no portal queries.' };
    const now = before === null ? undefined : buildSchema(before.apiSdl);
    const then = buildSchema(context.composed().apiSdl);
    return {
      problems: portalQueries.flatMap(({ name, text }) => {
        const document = parse(text);
        if (now !== undefined && validate(now, document).length > 0) return [];
        return validate(then, document)
          .slice(0, 3)
          .map(({ message }) => ({
            code: 'PORTAL_QUERY_BROKEN',
            problem: `${name} would no longer be valid: ${message}`,
            fix: 'Keep what it asks for; the steward changes portal queries, with the portals.',
          }));
      }),
    };
  },
};
