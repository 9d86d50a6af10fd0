import {
  Kind,
  parse,
  print,
  visit,
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { StartupError } from '../errors/startup-error.js';

/** A field that stands for another one with fixed arguments, by its name in the planner's supergraph. */
export type LiftedFields = ReadonlyMap<
  string,
  { readonly field: string; readonly arguments: readonly ArgumentNode[] }
>;

/** The supergraph as the planner is to see it. */
export interface PlannerSupergraph {
  readonly document: DocumentNode;
  readonly lifted: LiftedFields;
  /** `Type.field` → names of the lifted fields that its requirements name. */
  readonly uses: LiftedUses;
}

export type LiftedUses = ReadonlyMap<string, ReadonlySet<string>>;

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Mends, in the supergraph, what the planner would get wrong without an error.
 *
 * - `@requires(fields: "comments(limit: 3) { … }")`: the planner fetches it under the response key `comments`, where
 *   the client's own `comments(limit: 1)` or another requirement's `comments(limit: 5)` stands too; one of them wins.
 *   Here each such requirement becomes a field of its own without arguments, which the compiler writes back as
 *   `comments__r1: comments(limit: 3)` in what is sent.
 * - A type with several keys in one subgraph, some `resolvable: false`: the planner comes back to it through the first
 *   key it finds there, resolvable or not. Here those that can be resolved stand first.
 */
export function plannerSupergraph(supergraph: DocumentNode): PlannerSupergraph {
  const lift = createLift(supergraph);
  const rewritten = visit(supergraph, {
    FieldDefinition: {
      leave: (field, _key, _parent, _path, ancestors) => {
        const type = ancestors.at(-1);
        return isFieldsType(type) ? lift.requirementsOf(type, field) : undefined;
      },
    },
  });
  const document = visit(rewritten, {
    ObjectTypeDefinition: (type) => orderKeys({ ...type, fields: lift.withLifted(type) }),
    InterfaceTypeDefinition: (type) => orderKeys({ ...type, fields: lift.withLifted(type) }),
  });
  return { document, lifted: lift.lifted, uses: lift.uses };
}

function isFieldsType(node: unknown): node is FieldsType {
  const kind = (node as { kind?: unknown } | undefined)?.kind;
  return kind === Kind.OBJECT_TYPE_DEFINITION || kind === Kind.INTERFACE_TYPE_DEFINITION;
}

interface Lift {
  readonly lifted: LiftedFields;
  readonly uses: LiftedUses;
  requirementsOf(type: FieldsType, field: FieldDefinitionNode): FieldDefinitionNode | undefined;
  withLifted(type: FieldsType): readonly FieldDefinitionNode[];
}

function createLift(supergraph: DocumentNode): Lift {
  const types = new Map<string, FieldsType>();
  const members = new Map<string, Set<string>>();
  for (const definition of supergraph.definitions) {
    if (!isFieldsType(definition)) continue;
    types.set(definition.name.value, definition);
    for (const { name } of definition.interfaces ?? []) {
      members.set(name.value, (members.get(name.value) ?? new Set()).add(definition.name.value));
    }
  }
  const mark = freeMark(print(supergraph), 'r');
  const names = new Map<string, string>();
  const lifted = new Map<string, { field: string; arguments: readonly ArgumentNode[] }>();
  /** By type: lifted name → the field it stands for. */
  const added = new Map<string, Map<string, string>>();
  const add = (typeName: string, name: string, field: string): void => {
    added.set(typeName, (added.get(typeName) ?? new Map<string, string>()).set(name, field));
    for (const member of members.get(typeName) ?? []) add(member, name, field);
  };
  const uses = new Map<string, Set<string>>();
  const rewrite = (set: SelectionSetNode, typeName: string, used: Set<string>): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = selection.typeCondition?.name.value ?? typeName;
        return { ...selection, selectionSet: rewrite(selection.selectionSet, inner, used) };
      }
      const field = selection.name.value;
      const definition = types.get(typeName)?.fields?.find(({ name }) => name.value === field);
      const under = selection.selectionSet;
      const selectionSet =
        under === undefined || definition === undefined ? under : rewrite(under, namedType(definition), used);
      const next = selectionSet === undefined ? selection : { ...selection, selectionSet };
      if ((selection.arguments ?? []).length === 0) return next;
      const id = `${field}(${(selection.arguments ?? []).map(print).join(',')})`;
      const name = names.get(id) ?? `${field}${mark}${String(names.size + 1)}`;
      names.set(id, name);
      used.add(name);
      lifted.set(name, { field, arguments: selection.arguments ?? [] });
      add(typeName, name, field);
      return { ...next, name: { kind: Kind.NAME, value: name }, arguments: [] };
    }),
  });
  return {
    lifted,
    uses,
    requirementsOf: (type, field) => {
      const isWithArguments = (directive: ConstDirectiveNode): boolean =>
        stringArgument(directive, 'requires')?.includes('(') === true;
      for (const directive of field.directives ?? []) refuseContextArguments(type, field, directive);
      if (field.directives?.some(isWithArguments) !== true) return undefined;
      const directives = field.directives.map((directive) => {
        const requires = stringArgument(directive, 'requires');
        if (requires === null || !isWithArguments(directive)) return directive;
        const coordinate = `${type.name.value}.${field.name.value}`;
        const used = uses.get(coordinate) ?? new Set<string>();
        uses.set(coordinate, used);
        const set = rewrite(parseFieldSet(requires), type.name.value, used);
        return withArgument(directive, 'requires', printFieldSet(set));
      });
      return { ...field, directives };
    },
    withLifted: (type) => {
      const own = type.fields ?? [];
      const more = [...(added.get(type.name.value) ?? [])].flatMap(([name, field]) => {
        const original = own.find((it) => it.name.value === field);
        return original === undefined
          ? []
          : [{ ...original, name: { kind: Kind.NAME as const, value: name }, arguments: [] }];
      });
      return [...own, ...more];
    },
  };
}

/** What is taken from a context is fetched under the field's own name, so arguments would collide as above. */
function refuseContextArguments(
  type: FieldsType,
  field: FieldDefinitionNode,
  directive: ConstDirectiveNode,
): void {
  const list = directive.arguments?.find(({ name }) => name.value === 'contextArguments')?.value;
  if (list?.kind !== Kind.LIST) return;
  for (const item of list.values) {
    if (item.kind !== Kind.OBJECT) continue;
    const selection = item.fields.find(({ name }) => name.value === 'selection')?.value;
    if (selection?.kind === Kind.STRING && selection.value.includes('(')) {
      throw new StartupError(
        `${type.name.value}.${field.name.value} takes a field with arguments from its context (@fromContext), which this gateway does not support; take a field without arguments.`,
      );
    }
  }
}

/** A mark between a field's name and a number that no name of the schema has. */
export function freeMark(sdl: string, letter: string): string {
  let mark = `__${letter}`;
  while (sdl.includes(mark)) mark += letter;
  return mark;
}

function orderKeys<T extends FieldsType>(type: T): T {
  const directives = type.directives ?? [];
  const isBarred = (it: ConstDirectiveNode): boolean =>
    it.name.value === 'join__type' &&
    (it.arguments ?? []).some(
      ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
    );
  if (!directives.some(isBarred)) return type;
  return {
    ...type,
    directives: [...directives.filter((it) => !isBarred(it)), ...directives.filter(isBarred)],
  };
}

function namedType(definition: FieldDefinitionNode): string {
  let { type } = definition;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type.name.value;
}

export function stringArgument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : null;
}

function withArgument(directive: ConstDirectiveNode, name: string, value: string): ConstDirectiveNode {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((it) =>
      it.name.value === name ? { ...it, value: { kind: Kind.STRING, value } } : it,
    ),
  };
}

/** A field set is a selection set without its braces. */
export function parseFieldSet(text: string): SelectionSetNode {
  const definition = parse(`{ ${text} }`, { noLocation: true }).definitions[0];
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError(`no field set: ${text}`);
  return definition.selectionSet;
}

const printFieldSet = (set: SelectionSetNode): string =>
  print(set).replace(/^\{/, '').replace(/\}$/, '').replaceAll(/\s+/g, ' ').trim();

const FIELD_SETS = new Set(['requires', 'provides', 'key', 'selection']);

/** Names of all fields that keys, requirements and contexts of a supergraph name. */
export function requiredNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (name: string, text: string): void => {
    if (FIELD_SETS.has(name)) for (const [word] of text.matchAll(/\w+/g)) names.add(word);
  };
  visit(supergraph, {
    Argument: ({ name, value }) => {
      if (value.kind === Kind.STRING) note(name.value, value.value);
    },
    ObjectField: ({ name, value }) => {
      if (value.kind === Kind.STRING) note(name.value, value.value);
    },
  });
  return names;
}
