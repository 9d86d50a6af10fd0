import {
  Kind,
  print,
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
 * name, with a number if it has arguments. So a client's alias never meets the key or the requirement of another
 * field, and one field asked for under two aliases is fetched once.
 */
export class InternalNames {
  readonly #names = new Map<string, string>();
  readonly #mark: string;

  /** @param mark stands between name and number; no field's name has it */
  constructor(mark: string) {
    this.#mark = mark;
  }

  of(field: FieldNode): string {
    const args = field.arguments ?? [];
    const directives = otherDirectives(field);
    if (args.length === 0 && directives.length === 0) return field.name.value;
    const id = `${field.name.value}(${args.map(print).sort().join(',')})${directives.map(print).join('')}`;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = `${field.name.value}${this.#mark}${String(this.#names.size + 1)}`;
    this.#names.set(id, name);
    return name;
  }
}
