import { Kind, type InlineFragmentNode, type SelectionSetNode } from 'graphql';
import type { FetchParts, RequiredTree } from './compile-fetch.js';
import type { LiftedFields, LiftedUses } from './lifted-requirements.js';
import { responseKey } from './operation-parts.js';

interface Group {
  readonly lifts: Set<string>;
  /** `Type.responseKey` of the fields that are fetched together. */
  readonly fields: Set<string>;
}

/**
 * Splits an entity fetch whose fields require one field with different arguments: a representation has room for one
 * value under that name, so each set of arguments gets a fetch with representations of its own.
 */
export function splitRequirements(
  parts: FetchParts,
  lifted: LiftedFields,
  uses: LiftedUses,
): readonly FetchParts[] {
  const { requires } = parts;
  if (requires === null || lifted.size === 0 || !clash(requires)) return [parts];
  const groups: Group[] = [];
  for (const [type, key, field] of topFields(parts.operation.selectionSet)) {
    const needed = uses.get(`${type}.${field}`) ?? new Set<string>();
    const group = groups.find(({ lifts }) => agree([...lifts, ...needed], lifted)) ?? newGroup(groups);
    for (const name of needed) group.lifts.add(name);
    group.fields.add(`${type}.${key}`);
  }
  return groups.map(({ lifts, fields }) => ({
    operation: { ...parts.operation, selectionSet: onlyFields(parts.operation.selectionSet, fields) },
    reads: parts.reads.filter((read) => fields.has(`${read.on.at(-1) ?? ''}.${read.from}`)),
    requires: onlyLifts(requires, lifts, lifted),
  }));
}

function newGroup(groups: Group[]): Group {
  const group = { lifts: new Set<string>(), fields: new Set<string>() };
  groups.push(group);
  return group;
}

function clash(trees: readonly RequiredTree[]): boolean {
  return trees.some(({ fields }) => {
    const from = new Map<string, string>();
    return fields.some((field) => {
      const other = from.get(field.to);
      from.set(field.to, field.from);
      return (other !== undefined && other !== field.from) || (field.under !== null && clash(field.under));
    });
  });
}

/** Whether no two of these stand for one field with different arguments. */
function agree(names: readonly string[], lifted: LiftedFields): boolean {
  const byField = new Map<string, string>();
  return names.every((name) => {
    const field = lifted.get(name)?.field ?? name;
    const other = byField.get(field) ?? name;
    byField.set(field, name);
    return other === name;
  });
}

function topFields(set: SelectionSetNode): readonly (readonly [type: string, key: string, field: string])[] {
  return set.selections.flatMap((selection) =>
    selection.kind !== Kind.INLINE_FRAGMENT
      ? []
      : selection.selectionSet.selections.flatMap((field) =>
          field.kind === Kind.FIELD
            ? [[typeOf(selection), responseKey(field), field.name.value] as const]
            : topFields({ kind: Kind.SELECTION_SET, selections: [field] }),
        ),
  );
}

const typeOf = (fragment: InlineFragmentNode): string => fragment.typeCondition?.name.value ?? '';

function onlyFields(set: SelectionSetNode, fields: ReadonlySet<string>): SelectionSetNode {
  const selections = set.selections.flatMap((selection) => {
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
    const kept = selection.selectionSet.selections.filter(
      (field) => field.kind !== Kind.FIELD || fields.has(`${typeOf(selection)}.${responseKey(field)}`),
    );
    return kept.length === 0
      ? []
      : [{ ...selection, selectionSet: { ...selection.selectionSet, selections: kept } }];
  });
  return { ...set, selections };
}

function onlyLifts(
  trees: readonly RequiredTree[],
  lifts: ReadonlySet<string>,
  lifted: LiftedFields,
): readonly RequiredTree[] {
  return trees.map((tree) => ({
    ...tree,
    fields: tree.fields
      .filter(({ from }) => !lifted.has(from) || lifts.has(from))
      .map((field) => ({
        ...field,
        under: field.under === null ? null : onlyLifts(field.under, lifts, lifted),
      })),
  }));
}
