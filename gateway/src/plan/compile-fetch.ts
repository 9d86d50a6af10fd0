import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { LiftedFields } from './lifted-requirements.js';
import { responseKey } from './operation-parts.js';

/** What a fetch reads at one place, conditions flattened; still a tree. */
export interface ReadTree {
  readonly from: string;
  readonly to: string;
  /** Types named by the fragments around it, innermost last. */
  readonly on: readonly string[];
  /** Null: a leaf. */
  readonly under: readonly ReadTree[] | null;
}

/** What a representation holds; still a tree. */
export interface RequiredTree {
  readonly on: string | null;
  readonly fields: readonly RequiredTreeField[];
}

export interface RequiredTreeField {
  from: string;
  to: string;
  constant: string | null;
  readonly under: readonly RequiredTree[] | null;
}

/** One fetch, read: what is sent, what of the answer is read, what entities are told by. */
export interface FetchParts {
  readonly operation: OperationDefinitionNode;
  readonly reads: readonly ReadTree[];
  /** Null: root fields. */
  readonly requires: readonly RequiredTree[] | null;
}

/** @param lifted fields that stand for others with fixed arguments */
export function readFetch(node: FetchNode, lifted: LiftedFields): FetchParts {
  const operation = operationOf(parse(node.operation, { noLocation: true }));
  if (node.requires === undefined || node.requires.length === 0) {
    return { ...partsOf(operation.selectionSet, operation, node, lifted), requires: null };
  }
  const entities = operation.selectionSet.selections[0];
  const set = entities?.kind === Kind.FIELD ? entities.selectionSet : undefined;
  if (set === undefined) throw new TypeError('an entity fetch without _entities');
  const requires = requiredTrees(node.requires);
  applyInputRewrites(node, requires);
  return { ...partsOf(set, operation, node, lifted), requires: withoutLifted(requires, lifted) };
}

function partsOf(
  set: SelectionSetNode,
  operation: OperationDefinitionNode,
  node: FetchNode,
  lifted: LiftedFields,
): Omit<FetchParts, 'requires'> {
  const reads = readTrees(set, [], renamesOf(node), '');
  return {
    operation: {
      ...operation,
      selectionSet: withArguments(set, lifted),
    },
    reads,
  };
}

/** Output rewrites by the path of keys they name; fragments on the way need not be told apart, as aliases are unique. */
function renamesOf(node: FetchNode): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const rewrite of node.outputRewrites ?? []) {
    if (rewrite.kind !== 'KeyRenamer') throw new TypeError(`output rewrite ${rewrite.kind}`);
    const keys = rewrite.path.filter((part) => !part.startsWith('... on ') && part !== '_entities');
    renames.set(keys.join('.'), rewrite.renameKeyTo);
  }
  return renames;
}

function readTrees(
  set: SelectionSetNode,
  on: readonly string[],
  renames: ReadonlyMap<string, string>,
  path: string,
): readonly ReadTree[] {
  return set.selections.flatMap((selection): readonly ReadTree[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) throw new TypeError('a fragment in a fetch');
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition?.name.value;
      return readTrees(selection.selectionSet, type === undefined ? on : [...on, type], renames, path);
    }
    const from = responseKey(selection);
    const at = path === '' ? from : `${path}.${from}`;
    const under =
      selection.selectionSet === undefined ? null : readTrees(selection.selectionSet, [], renames, at);
    return [{ from, to: renames.get(at) ?? from, on, under }];
  });
}

/** Writes lifted fields back as what they stand for: `comments__r1: comments(limit: 3)`. */
function withArguments(set: SelectionSetNode, lifted: LiftedFields): SelectionSetNode {
  if (lifted.size === 0) return set;
  return {
    ...set,
    selections: set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      const selectionSet =
        selection.selectionSet === undefined ? undefined : withArguments(selection.selectionSet, lifted);
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return { ...selection, selectionSet: selectionSet ?? selection.selectionSet };
      const next: FieldNode = selectionSet === undefined ? selection : { ...selection, selectionSet };
      const original = lifted.get(selection.name.value);
      if (original === undefined) return next;
      return {
        ...next,
        alias: { kind: Kind.NAME, value: responseKey(selection) },
        name: { kind: Kind.NAME, value: original.field },
        arguments: original.arguments,
      };
    }),
  };
}

function requiredTrees(nodes: readonly QueryPlanSelectionNode[]): RequiredTree[] {
  const own: RequiredTreeField[] = [];
  const trees: RequiredTree[] = [];
  for (const node of nodes) {
    if (node.kind === 'InlineFragment') {
      for (const inner of requiredTrees(node.selections)) {
        trees.push({ on: inner.on ?? node.typeCondition ?? null, fields: inner.fields });
      }
      continue;
    }
    const key = node.alias ?? node.name;
    const under = node.selections === undefined ? null : requiredTrees(node.selections);
    own.push({ from: key, to: key, constant: null, under });
  }
  return own.length === 0 ? trees : [{ on: null, fields: own }, ...trees];
}

/** Input rewrites change what a representation says: the type of an interface object, the name behind an alias. */
function applyInputRewrites(node: FetchNode, trees: readonly RequiredTree[]): void {
  for (const rewrite of node.inputRewrites ?? []) {
    for (const field of fieldsAt(trees, rewrite.path, null)) {
      if (rewrite.kind === 'ValueSetter') field.constant = String(rewrite.setValueTo);
      else field.to = rewrite.renameKeyTo;
    }
  }
}

function fieldsAt(
  trees: readonly RequiredTree[],
  path: readonly string[],
  on: string | null,
): readonly RequiredTreeField[] {
  const [head, ...rest] = path;
  if (head === undefined) return [];
  if (head.startsWith('... on ')) return fieldsAt(trees, rest, head.slice('... on '.length));
  return trees
    .filter((tree) => on === null || tree.on === null || tree.on === on)
    .flatMap(({ fields }) => fields.filter(({ from }) => from === head))
    .flatMap((field) =>
      rest.length === 0 ? [field] : field.under === null ? [] : fieldsAt(field.under, rest, null),
    );
}

/** A lifted field is sent under the name that the subgraph requires. */
function withoutLifted(trees: readonly RequiredTree[], lifted: LiftedFields): readonly RequiredTree[] {
  if (lifted.size === 0) return trees;
  return trees.map((tree) => ({
    ...tree,
    fields: tree.fields.map((field) => ({
      ...field,
      to: lifted.get(field.to)?.field ?? field.to,
      under: field.under === null ? null : withoutLifted(field.under, lifted),
    })),
  }));
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new TypeError('a fetch without an operation');
  return operation;
}
