import { isAbstractType } from 'graphql';
import { readApiSchema } from './read-supergraph.js';

/** Interface or union → its object types; the `possibleTypes` of Apollo Client's cache. */
export type PossibleTypes = Readonly<Record<string, readonly string[]>>;

/** Which object types stand behind each interface and union of the portals' schema, sorted. */
export function possibleTypesOf(supergraphSdl: string): PossibleTypes {
  const schema = readApiSchema(supergraphSdl);
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(
    abstract.map((type) => [type.name, schema.getPossibleTypes(type).map((possible) => possible.name)]),
  );
}
