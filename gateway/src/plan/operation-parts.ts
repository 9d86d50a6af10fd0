import {
  Kind,
  OperationTypeNode,
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
 * requirement of another field.
 *
 * A value that is asked for under two aliases is fetched once. Objects are not, because what fails inside one of
 * them may take the whole object away, and neither is anything of a mutation, where asking twice is doing twice.
 */
export class InternalNames {
  /** By field, arguments, directives and, where it matters, response key. */
  readonly #names = new Map<string, string>();
  readonly #isMutation: boolean;

  /**
   * @param taken names that plans use for keys and requirements, without arguments
   * @param mark stands between name and number; no field's name has it
   */
  constructor(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    taken: ReadonlySet<string>,
    mark: string,
  ) {
    this.#isMutation = operation.operation === OperationTypeNode.MUTATION;
    const used = new Set(taken);
    const others: FieldNode[] = [];
    visit(document, {
      Field: (field) => {
        if (this.#isPlain(field)) used.add(field.name.value);
        else others.push(field);
      },
    });
    for (const field of others) {
      const id = this.#idOf(field);
      if (this.#names.has(id)) continue;
      const { value } = field.name;
      this.#names.set(id, used.has(value) ? `${value}${mark}${String(this.#names.size + 1)}` : value);
      used.add(value);
    }
  }

  of(field: FieldNode): string {
    const { value } = field.name;
    return this.#isPlain(field) ? value : (this.#names.get(this.#idOf(field)) ?? value);
  }

  #isPlain(field: FieldNode): boolean {
    return (
      (field.arguments ?? []).length === 0 &&
      otherDirectives(field).length === 0 &&
      (field.alias === undefined || !this.#isAsOftenAsAsked(field))
    );
  }

  #isAsOftenAsAsked({ selectionSet }: FieldNode): boolean {
    return this.#isMutation || selectionSet !== undefined;
  }

  #idOf(field: FieldNode): string {
    const args = (field.arguments ?? []).map(print).sort().join(',');
    const key = this.#isAsOftenAsAsked(field) ? responseKey(field) : '';
    return `${key}:${field.name.value}(${args})${otherDirectives(field).map(print).join('')}`;
  }
}
