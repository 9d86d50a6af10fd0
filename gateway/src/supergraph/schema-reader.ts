import { buildSchema, type GraphQLSchema } from 'graphql';

/** Builds a schema once per SDL text; the text changes only when a new supergraph takes over. */
export function schemaReader(): (sdl: string) => GraphQLSchema {
  let last: { readonly sdl: string; readonly schema: GraphQLSchema } | null = null;
  return (sdl) => {
    last = last?.sdl === sdl ? last : { sdl, schema: buildSchema(sdl, { assumeValid: true }) };
    return last.schema;
  };
}
