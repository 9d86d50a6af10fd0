import {
  execute,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Answers `__schema` and `__type` from the schema that clients see.
 *
 * @returns by response key; null if what was asked cannot be answered
 */
export async function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>> | null> {
  const only = { ...operation, selectionSet: introspectionOnly(operation.selectionSet, document) };
  const definitions = document.definitions.map((it) => (it === operation ? only : it));
  const result = await execute({
    schema,
    document: { ...document, definitions },
    variableValues: variables,
    operationName: operation.name?.value ?? null,
  });
  return result.data ?? null;
}

/** Root selections without the fields that subgraphs answer; fragments are written out, as each may hold both. */
function introspectionOnly(set: SelectionSetNode, document: DocumentNode): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionSetNode['selections'] => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__') ? [selection] : [];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions
            .filter((it) => it.kind === Kind.FRAGMENT_DEFINITION)
            .find(({ name }) => name.value === selection.name.value);
    if (fragment === undefined) return [];
    const inner = introspectionOnly(fragment.selectionSet, document);
    if (inner.selections.length === 0) return [];
    return [{ kind: Kind.INLINE_FRAGMENT, selectionSet: inner, directives: selection.directives ?? [] }];
  });
  return { ...set, selections };
}
