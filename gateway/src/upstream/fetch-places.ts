import {
  Kind,
  parse,
  type DirectiveNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

/** A path inside one subgraph response. */
export type FetchPath = readonly (string | number)[];

/** The places one fetch was to fill: what is missing when it fails, and which error paths can be true. */
export interface FetchPlaces {
  /** Number of representations of an `_entities` fetch; null for a fetch of root fields. */
  readonly entityCount: number | null;
  /** Root fetch: each response key. Entity fetch: `['_entities', i, key]` for each key asked of entity i. */
  readonly all: readonly FetchPath[];
  /** The places under one entity. */
  readonly ofEntity: (index: number) => readonly FetchPath[];
}

interface Fetch {
  readonly query?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** Works only when something went wrong; a good fetch never gets here. */
export function fetchPlaces(fetch: Fetch, schema: GraphQLSchema): FetchPlaces {
  const reader = createReader(fetch, schema);
  const representations = fetch.variables?.['representations'];
  if (reader === null) return { entityCount: null, all: [], ofEntity: () => [] };
  if (!Array.isArray(representations) || reader.entities === null) {
    return { entityCount: null, all: reader.root.map((key) => [key]), ofEntity: () => [] };
  }
  const entities = reader.entities;
  const perEntity = representations.map((representation: unknown, index) =>
    [...entities(typeNameOf(representation))].map((key) => ['_entities', index, key]),
  );
  return {
    entityCount: representations.length,
    all: perEntity.flat(),
    ofEntity: (index) => perEntity[index] ?? [],
  };
}

interface Reader {
  readonly root: readonly string[];
  /** Response keys asked of an entity of that type; null if the fetch is not for entities. */
  readonly entities: ((typeName: string | null) => ReadonlySet<string>) | null;
}

function createReader(fetch: Fetch, schema: GraphQLSchema): Reader | null {
  const document = parse(fetch.query ?? '{ __typename }', { noLocation: true });
  const operation = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) return null;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const variables = { ...defaultsOf(operation), ...fetch.variables };

  const collect = (
    set: SelectionSetNode,
    typeName: string | null,
    keys: Set<string>,
  ): ReadonlySet<string> => {
    for (const selection of set.selections) {
      if (isLeftOut(selection.directives ?? [], variables)) continue;
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value !== '__typename') keys.add((selection.alias ?? selection.name).value);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment !== undefined && applies(schema, condition, typeName))
        collect(fragment.selectionSet, typeName, keys);
    }
    return keys;
  };

  const rootFields = operation.selectionSet.selections;
  const entityField = rootFields.find((it) => it.kind === Kind.FIELD && it.name.value === '_entities');
  const entitySet = entityField?.kind === Kind.FIELD ? entityField.selectionSet : undefined;
  return {
    root: [...collect(operation.selectionSet, null, new Set())],
    entities: entitySet === undefined ? null : (typeName) => collect(entitySet, typeName, new Set()),
  };
}

/** Variables that are not sent have their defaults (GraphQL § 6.1.2). */
function defaultsOf({
  variableDefinitions = [],
}: OperationDefinitionNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
}

function isLeftOut(
  directives: readonly DirectiveNode[],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return directives.some((directive) => {
    const value = directive.arguments?.find((it) => it.name.value === 'if')?.value;
    const on =
      value?.kind === Kind.VARIABLE
        ? variables[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return directive.name.value === 'skip' ? on : directive.name.value === 'include' ? !on : false;
  });
}

/** A type that the client's schema does not know may be internal to the subgraph; then the fragment counts. */
function applies(schema: GraphQLSchema, condition: string | undefined, typeName: string | null): boolean {
  if (condition === undefined || typeName === null || condition === typeName) return true;
  const outer = schema.getType(condition);
  const inner = schema.getType(typeName);
  if (isAbstractType(outer) && isObjectType(inner)) return schema.isSubType(outer, inner);
  return !isObjectType(outer);
}

function typeNameOf(representation: unknown): string | null {
  if (typeof representation !== 'object' || representation === null || !('__typename' in representation))
    return null;
  return typeof representation.__typename === 'string' ? representation.__typename : null;
}
