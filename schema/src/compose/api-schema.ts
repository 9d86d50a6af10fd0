import { printSchema } from 'graphql';
import { readApiSchema } from './read-supergraph.js';

/**
 * The portals' schema as text: sorted, deterministic, without federation's types and directives.
 *
 * @throws Error when the text is no supergraph.
 */
export function apiSchemaOf(supergraphSdl: string): string {
  return `${printSchema(readApiSchema(supergraphSdl))}\n`;
}
