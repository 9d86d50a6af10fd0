import {
  Kind,
  print,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';

/** One operation of a document with what it needs of the rest. */
export interface OperationParts {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

export function operationParts(document: DocumentNode, operation: OperationDefinitionNode): OperationParts {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return { operation, fragments };
}

/** Values of the Boolean variables that `@skip` and `@include` look at. */
export type ConditionValues = Readonly<Record<string, boolean>>;

/** Whether `@skip` or `@include` leaves a selection out (GraphQL § 3.13.1). */
export function isLeftOut(
  directives: readonly DirectiveNode[] | undefined,
  conditions: ConditionValues,
): boolean {
  if (directives === undefined || directives.length === 0) return false;
  return directives.some(({ name, arguments: args }) => {
    if (name.value !== 'skip' && name.value !== 'include') return false;
    const value = args?.find((it) => it.name.value === 'if')?.value;
    const on =
      value?.kind === Kind.VARIABLE
        ? conditions[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return name.value === 'skip' ? on : !on;
  });
}

export const responseKey = (field: FieldNode): string => (field.alias ?? field.name).value;

/** Directives other than the conditions, which are settled before a plan is made. */
export const otherDirectives = (field: FieldNode): readonly DirectiveNode[] =>
  (field.directives ?? []).filter(({ name }) => name.value !== 'skip' && name.value !== 'include');

/**
 * The names under which fields stand in plans and in merged data, in place of the client's aliases: the field's own
 * name, with a number where that name is needed for something else. So a client's alias never meets the key or the
 * requirement of another field, and one field asked for under two aliases is fetched once.
 */
export class InternalNames {
  /** By field, arguments and directives. */
  readonly #names = new Map<string, string>();

  /**
   * @param taken names that plans use for keys and requirements, without arguments
   * @param mark stands between name and number; no field's name has it
   */
  constructor(document: DocumentNode, taken: ReadonlySet<string>, mark: string) {
    const used = new Set(taken);
    const withArguments: FieldNode[] = [];
    visit(document, {
      Field: (field) => {
        if (isPlain(field)) used.add(field.name.value);
        else withArguments.push(field);
      },
    });
    for (const field of withArguments) {
      const id = idOf(field);
      if (this.#names.has(id)) continue;
      const { value } = field.name;
      this.#names.set(id, used.has(value) ? `${value}${mark}${String(this.#names.size + 1)}` : value);
      used.add(value);
    }
  }

  of(field: FieldNode): string {
    return isPlain(field) ? field.name.value : (this.#names.get(idOf(field)) ?? field.name.value);
  }
}

const isPlain = (field: FieldNode): boolean =>
  (field.arguments ?? []).length === 0 && otherDirectives(field).length === 0;

const idOf = (field: FieldNode): string =>
  `${field.name.value}(${(field.arguments ?? []).map(print).sort().join(',')})${otherDirectives(field).map(print).join('')}`;
