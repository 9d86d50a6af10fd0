import { Supergraph } from '@apollo/federation-internals';
import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';

/**
 * The schema that portals see: what the supergraph says without the machinery of federation, sorted by name so
 * that its text does not depend on the order of subgraphs.
 *
 * @throws Error when the text is no supergraph.
 */
export function readApiSchema(supergraphSdl: string): GraphQLSchema {
  // What portals see does not hang on features that only a gateway must know: all are let through.
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  return lexicographicSortSchema(supergraph.apiSchema().toGraphQLJSSchema());
}
