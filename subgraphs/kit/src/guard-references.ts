import {
  getNamedType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { isForeignKey } from './repositories/foreign-key.js';

type ResolveReference = (reference: Readonly<Record<string, unknown>>, ...rest: unknown[]) => unknown;

/**
 * Puts a look at the key before every `__resolveReference`. A representation is JSON of any form, whatever type its
 * resolver states: where text is due and null, a number or a text that no database has stands, the entity is null at
 * its place, and a hundred others of the same call are answered.
 */
export function guardReferences(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const subgraph = subgraphExtensionOf(type);
    const resolve = subgraph?.resolveReference;
    if (subgraph === undefined || resolve === undefined) continue;
    const texts = textsOfKeys(type);
    subgraph.resolveReference = (reference, ...rest) =>
      texts.every((name) => !Object.hasOwn(reference, name) || isForeignKey(reference[name]))
        ? resolve(reference, ...rest)
        : null;
  }
  return schema;
}

/** Where @apollo/subgraph keeps what a resolver map calls `__resolveReference`. */
function subgraphExtensionOf(type: GraphQLObjectType): { resolveReference?: ResolveReference } | undefined {
  const { apollo } = type.extensions as {
    readonly apollo?: { readonly subgraph?: { resolveReference?: ResolveReference } };
  };
  return apollo?.subgraph;
}

/** Fields of any key that are text. */
function textsOfKeys(type: GraphQLObjectType): readonly string[] {
  const directives = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
  const names = directives.flatMap((directive) => {
    if (directive.name.value !== 'key') return [];
    const fields = directive.arguments?.find((it) => it.name.value === 'fields')?.value;
    return fields === undefined ? [] : topFields(String(valueFromASTUntyped(fields)));
  });
  return [...new Set(names)].filter((name) => {
    const field = type.getFields()[name];
    return field !== undefined && ['ID', 'String'].includes(getNamedType(field.type).name);
  });
}

function topFields(fieldSet: string): readonly string[] {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : []));
}
