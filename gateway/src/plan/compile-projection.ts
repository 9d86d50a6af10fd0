import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { MAX_NODES, TooExpensive } from './limits.js';
import type { Specialised } from './normalise-operation.js';
import { isLeftOut, responseKey } from './operation-parts.js';
import type { AnswerField, LeafKind, Shape, TypePlan } from './program.js';

/** Tells which subgraph was asked for a field at a place (internal names from the root). */
export type AskedSubgraph = (path: string, field: string) => string | null;

/**
 * Compiles how the client's answer is written from merged data: for every object type that can stand at a place the
 * fields in the client's order, merged as by CollectFields (GraphQL § 6.3.2).
 *
 * Places with the same selections share one shape, so that nested fragments, which double with every level when
 * written out, cost what they cost to write.
 */
export function compileProjection(
  given: Specialised,
  askedOf: AskedSubgraph,
): { readonly shapes: readonly Shape[]; readonly root: number } {
  const compiler = new Compiler(given, askedOf);
  const root = given.schema.getRootType(given.operation.operation);
  if (root === undefined || root === null) throw new TypeError('no root type');
  return { root: compiler.shape(root, [given.operation.selectionSet], ''), shapes: compiler.shapes };
}

type Groups = Map<string, FieldNode[]>;

class Compiler {
  readonly shapes: Shape[] = [];
  readonly #given: Specialised;
  readonly #askedOf: AskedSubgraph;
  readonly #byContent = new Map<string, number>();
  readonly #ids = new Map<FieldNode, number>();
  #nodes = 0;

  constructor(given: Specialised, askedOf: AskedSubgraph) {
    this.#given = given;
    this.#askedOf = askedOf;
  }

  shape(parent: GraphQLCompositeType, sets: readonly SelectionSetNode[], path: string): number {
    const { schema } = this.#given;
    const objects = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
    const groups = objects.map((type) => this.#collect(type, sets));
    const content = `${parent.name}@${path}|${objects.map((type, index) => `${type.name}:${this.#contentOf(groups[index])}`).join(';')}`;
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const index = this.shapes.length;
    this.#byContent.set(content, index);
    const variants: (readonly AnswerField[])[] = [];
    const types: Record<string, number> = {};
    const byFields = new Map<string, number>();
    // Its place is taken before what is below it is compiled.
    this.shapes.push({ types, single: isAbstractType(parent) ? null : parent.name, variants });
    for (const [at, type] of objects.entries()) {
      const fields = [...(groups[at] ?? [])].map(([key, nodes]) => this.#field(type, key, nodes, path));
      const text = JSON.stringify(fields);
      const variant = byFields.get(text) ?? variants.push(fields) - 1;
      byFields.set(text, variant);
      types[type.name] = variant;
    }
    return index;
  }

  #field(parent: GraphQLObjectType, key: string, nodes: readonly FieldNode[], path: string): AnswerField {
    this.#count();
    const [node] = nodes;
    if (node === undefined) throw new TypeError('no field');
    const name = node.name.value;
    if (name === '__typename') return { key, from: name, type: plan('typename', true), subgraph: null };
    if (name.startsWith('__')) return { key, from: name, type: plan('introspection', false), subgraph: null };
    const definition = parent.getFields()[name];
    if (definition === undefined) throw new TypeError(`no field ${parent.name}.${name}`);
    const from = this.#given.names.of(node);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const named = getNamedType(definition.type);
    const below = path === '' ? from : `${path}.${from}`;
    const shape = isCompositeType(named) ? this.shape(named, sets, below) : -1;
    return { key, from, type: typePlan(definition.type, shape), subgraph: this.#askedOf(path, from) };
  }

  /** CollectFields for one object type. */
  #collect(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Groups {
    const groups: Groups = new Map();
    const visited = new Set<string>();
    for (const set of sets) this.#collectFrom(set, type, groups, visited);
    return groups;
  }

  #collectFrom(
    set: SelectionSetNode,
    type: GraphQLCompositeType,
    groups: Groups,
    visited: Set<string>,
  ): void {
    const { conditions, fragments, schema } = this.#given;
    for (const selection of set.selections) {
      if (isLeftOut(selection.directives, conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        this.#count();
        const key = responseKey(selection);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [selection]);
        else if (!group.includes(selection)) group.push(selection);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment !== undefined && applies(schema, fragment.typeCondition?.name.value, type)) {
        this.#collectFrom(fragment.selectionSet, type, groups, visited);
      }
    }
  }

  #contentOf(groups: Groups | undefined): string {
    return [...(groups ?? [])]
      .map(([key, nodes]) => `${key}=${nodes.map((node) => String(this.#idOf(node))).join('+')}`)
      .join(',');
  }

  #idOf(node: FieldNode): number {
    const id = this.#ids.get(node) ?? this.#ids.size;
    this.#ids.set(node, id);
    return id;
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > 10 * MAX_NODES) throw new TooExpensive();
  }
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const outer = schema.getType(condition);
  return isAbstractType(outer) && isObjectType(type) && schema.isSubType(outer, type);
}

const BUILT_IN: ReadonlySet<string> = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

function typePlan(type: GraphQLOutputType, shape: number): TypePlan {
  if (isNonNullType(type)) return { ...typePlan(type.ofType, shape), nonNull: true };
  if (isListType(type)) return { ...plan('list', false), item: typePlan(type.ofType, shape) };
  if (isCompositeType(type)) return { ...plan('object', false), shape };
  if (isEnumType(type)) return { ...plan('enum', false), values: type.getValues().map(({ name }) => name) };
  return plan(BUILT_IN.has(type.name) ? (type.name as LeafKind) : 'any', false);
}

function plan(kind: TypePlan['kind'], nonNull: boolean): TypePlan {
  return { kind, nonNull, item: null, shape: -1, values: null };
}
