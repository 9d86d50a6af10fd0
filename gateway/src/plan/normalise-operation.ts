import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { MAX_NODES, TooExpensive } from './limits.js';
import {
  isLeftOut,
  otherDirectives,
  type ConditionValues,
  type InternalNames,
  type OperationParts,
} from './operation-parts.js';

/** What decides how an operation is written for the planner. */
export interface Specialised extends OperationParts {
  readonly schema: GraphQLSchema;
  readonly conditions: ConditionValues;
  readonly names: InternalNames;
}

/**
 * Writes an operation as the planner is to see it: conditions settled, fragments written out, internal names in
 * place of aliases, selections of one field merged, and `__typename` wherever a type is to be found out or nothing
 * else is left. Then no object that the client asked for is ever missing from a plan.
 *
 * @returns null if nothing is to be fetched, as for `{ __typename }`
 * @throws TooExpensive if it grows beyond {@link MAX_NODES}
 */
export function normaliseOperation(given: Specialised): DocumentNode | null {
  const { schema, operation } = given;
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return null;
  const writer = new Writer(given);
  const selections = writer
    .write([operation.selectionSet], root, true)
    .filter((it) => it.kind !== Kind.FIELD || !it.name.value.startsWith('__'));
  if (selections.length === 0) return null;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } }],
  };
}

interface Merged {
  readonly fields: Map<string, { readonly node: FieldNode; readonly sets: SelectionSetNode[] }>;
  readonly narrower: Map<string, SelectionSetNode[]>;
}

class Writer {
  readonly #given: Specialised;
  #nodes = 0;

  constructor(given: Specialised) {
    this.#given = given;
  }

  write(sets: readonly SelectionSetNode[], parent: GraphQLCompositeType, isRoot = false): SelectionNode[] {
    const merged: Merged = { fields: new Map(), narrower: new Map() };
    const visited = new Set<string>();
    for (const set of sets) this.#collect(set, parent, merged, visited);
    const written: SelectionNode[] = [];
    for (const [name, field] of merged.fields) written.push(this.#field(name, field, parent));
    for (const [typeName, inner] of merged.narrower) {
      const type = this.#given.schema.getType(typeName);
      if (!isCompositeType(type)) continue;
      written.push({
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
        selectionSet: { kind: Kind.SELECTION_SET, selections: this.write(inner, type) },
      });
    }
    const asksType = !isRoot && (isAbstractType(parent) || written.length === 0);
    if (asksType && !merged.fields.has('__typename')) written.push(TYPENAME);
    return written;
  }

  #collect(set: SelectionSetNode, parent: GraphQLCompositeType, into: Merged, visited: Set<string>): void {
    const { conditions, fragments, names } = this.#given;
    for (const selection of set.selections) {
      if (isLeftOut(selection.directives, conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        this.#count();
        const name = names.of(selection);
        const known = into.fields.get(name) ?? { node: selection, sets: [] };
        if (selection.selectionSet !== undefined) known.sets.push(selection.selectionSet);
        into.fields.set(name, known);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value ?? parent.name;
      if (this.#covers(condition, parent)) this.#collect(fragment.selectionSet, parent, into, visited);
      else if (this.#overlaps(condition, parent))
        into.narrower.set(condition, [...(into.narrower.get(condition) ?? []), fragment.selectionSet]);
    }
  }

  #field(
    name: string,
    { node, sets }: { readonly node: FieldNode; readonly sets: readonly SelectionSetNode[] },
    parent: GraphQLCompositeType,
  ): FieldNode {
    this.#count();
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = definition === undefined ? undefined : getNamedType(definition.type);
    const { alias: _clients, selectionSet: _unmerged, ...rest } = node;
    return {
      ...rest,
      directives: otherDirectives(node),
      ...(name === node.name.value ? {} : { alias: { kind: Kind.NAME, value: name } }),
      ...(isCompositeType(type)
        ? { selectionSet: { kind: Kind.SELECTION_SET, selections: this.write(sets, type) } }
        : {}),
    };
  }

  /** Whether a fragment on that type applies to every object of `parent`. */
  #covers(condition: string, parent: GraphQLCompositeType): boolean {
    if (condition === parent.name) return true;
    const { schema } = this.#given;
    const type = schema.getType(condition);
    return (
      isAbstractType(type) &&
      (isObjectType(parent) || isInterfaceType(parent)) &&
      schema.isSubType(type, parent)
    );
  }

  /** Fragments in fragments may name types that no object here can be of. */
  #overlaps(condition: string, parent: GraphQLCompositeType): boolean {
    const { schema } = this.#given;
    const type = schema.getType(condition);
    return isCompositeType(type) && doTypesOverlap(schema, type, parent);
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw new TooExpensive();
  }
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
