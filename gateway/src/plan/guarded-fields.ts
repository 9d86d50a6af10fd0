import {
  isTypeDefinitionNode,
  Kind,
  type ConstDirectiveNode,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import { parseFieldSet, stringArgument } from './lifted-requirements.js';

const GUARDS = ['authenticated', 'requiresScopes', 'policy'];

/** Fields (`Type.field`) that may not be read, with the reason: a type or field of this name is guarded. */
export type GuardedFields = ReadonlySet<string>;

/**
 * Fields that `@authenticated`, `@requiresScopes` or `@policy` guard: those marked, those of marked types, those whose
 * type is marked, on interfaces those that an implementation marks, and those that a guarded field is required for,
 * which would otherwise show through what is computed of it.
 *
 * This gateway does not decide these permissions; what cannot be decided is refused.
 */
export function guardedFields(supergraph: DocumentNode): GuardedFields {
  const names = guardNames(supergraph);
  const types = compositeTypes(supergraph);
  const isMarked = (directives: readonly ConstDirectiveNode[] | undefined): boolean =>
    (directives ?? []).some(({ name }) => names.has(name.value));
  const markedTypes = new Set(
    supergraph.definitions
      .filter(isTypeDefinitionNode)
      .filter(({ directives }) => isMarked(directives))
      .map(({ name }) => name.value),
  );
  const guarded = new Set<string>();
  for (const { name, fields, interfaces } of types.values()) {
    for (const field of fields.values()) {
      if (!isMarked(field.directives) && !markedTypes.has(name) && !markedTypes.has(field.type)) continue;
      guarded.add(`${name}.${field.name}`);
      for (const itf of interfaces)
        if (types.get(itf)?.fields.has(field.name) === true) guarded.add(`${itf}.${field.name}`);
    }
  }
  addWhatRequires(types, guarded);
  return guarded;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly directives: readonly ConstDirectiveNode[];
}

interface CompositeType {
  readonly name: string;
  readonly interfaces: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
}

/** The directives may be imported under other names. */
function guardNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set(GUARDS);
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const link of definition.directives ?? []) {
      const feature = /\/([^/]+)\/v[\d.]+$/.exec(stringArgument(link, 'url') ?? '')?.[1];
      const as = stringArgument(link, 'as');
      if (feature !== undefined && GUARDS.includes(feature) && as !== null) names.add(as);
      const imports = link.arguments?.find(({ name }) => name.value === 'import')?.value;
      if (imports?.kind !== Kind.LIST) continue;
      for (const item of imports.values) {
        if (item.kind !== Kind.OBJECT) continue;
        const text = (key: string): string => {
          const value = item.fields.find(({ name }) => name.value === key)?.value;
          return value?.kind === Kind.STRING ? value.value.replace('@', '') : '';
        };
        if (GUARDS.includes(text('name'))) names.add(text('as'));
      }
    }
  }
  return names;
}

function compositeTypes(supergraph: DocumentNode): ReadonlyMap<string, CompositeType> {
  const types = new Map<string, CompositeType>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const fields = new Map(
      (definition.fields ?? []).map((field) => {
        let { type } = field;
        while (type.kind !== Kind.NAMED_TYPE) type = type.type;
        const { value } = field.name;
        return [value, { name: value, type: type.name.value, directives: field.directives ?? [] }];
      }),
    );
    const interfaces = (definition.interfaces ?? []).map(({ name }) => name.value);
    types.set(definition.name.value, { name: definition.name.value, interfaces, fields });
  }
  return types;
}

/** Until nothing changes: a requirement may itself be computed of a guarded field. */
function addWhatRequires(types: ReadonlyMap<string, CompositeType>, guarded: Set<string>): void {
  let size = -1;
  while (size !== guarded.size) {
    size = guarded.size;
    for (const { name, fields } of types.values()) {
      for (const field of fields.values()) {
        const requires = field.directives.flatMap((it) => stringArgument(it, 'requires') ?? []);
        if (requires.some((text) => namesGuarded(parseFieldSet(text), name, types, guarded)))
          guarded.add(`${name}.${field.name}`);
      }
    }
  }
}

function namesGuarded(
  set: SelectionSetNode,
  typeName: string,
  types: ReadonlyMap<string, CompositeType>,
  guarded: ReadonlySet<string>,
): boolean {
  let found = false;
  const under = (selections: SelectionSetNode, type: string): void => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        under(selection.selectionSet, selection.typeCondition?.name.value ?? type);
      if (selection.kind !== Kind.FIELD) continue;
      found ||= guarded.has(`${type}.${selection.name.value}`);
      const next = types.get(type)?.fields.get(selection.name.value)?.type;
      if (selection.selectionSet !== undefined && next !== undefined) under(selection.selectionSet, next);
    }
  };
  under(set, typeName);
  return found;
}
