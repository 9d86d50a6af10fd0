import { Kind, type FieldDefinitionNode, type InputValueDefinitionNode } from 'graphql';
import type { ContractType, Definitions } from '../sdl/contract.js';
import { shapeOf } from '../sdl/type-shape.js';

const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/**
 * The coordinates (`Type`, `Type.field`, `Type.field.argument`) that have to go when some do, so that what is left is a
 * whole: a field goes with its type, a type with its last field, an interface's field with one that implements it, and
 * last what nothing leads to any more.
 *
 * @param isExcluded what goes in the first place.
 */
export function hiddenParts(
  { types }: Definitions,
  isExcluded: (type: string, part?: string) => boolean,
): ReadonlySet<string> {
  const visible = [...types.values()].filter(({ name }) => !name.includes('__'));
  const hidden = new Set<string>();
  for (const type of visible) {
    if (isExcluded(type.name) || hasMark(type)) hidden.add(type.name);
    for (const part of partsOf(type)) {
      if (isExcluded(type.name, part.name.value) || hasMark(part))
        hidden.add(`${type.name}.${part.name.value}`);
    }
  }
  let size = -1;
  while (size !== hidden.size) {
    size = hidden.size;
    for (const type of visible) if (!hidden.has(type.name)) follow(type, visible, hidden);
  }
  const reached = reachable(types, hidden);
  for (const { name } of visible) if (!reached.has(name)) hidden.add(name);
  return hidden;
}

function hasMark(node: {
  readonly directives?: readonly { readonly name: { readonly value: string } }[] | undefined;
}) {
  return (node.directives ?? []).some(({ name }) => name.value === 'inaccessible');
}

function partsOf(type: ContractType) {
  return [...type.fields, ...type.inputFields, ...type.values];
}

/** One step: what of a type goes because of what has gone already. */
function follow(type: ContractType, all: readonly ContractType[], hidden: Set<string>): void {
  for (const field of type.fields) followField(type, field, hidden);
  for (const field of type.inputFields) {
    if (!hidden.has(shapeOf(field.type).name)) continue;
    hidden.add(`${type.name}.${field.name.value}`);
    // An input that cannot be filled in is of no use.
    if (isRequired(field)) hidden.add(type.name);
  }
  if (isInterface(type)) {
    const implementers = all.filter(({ name }) => type.members.includes(name) && !hidden.has(name));
    for (const field of type.fields) {
      const at = field.name.value;
      if (implementers.some(({ name }) => hidden.has(`${name}.${at}`))) hidden.add(`${type.name}.${at}`);
    }
  }
  const parts = partsOf(type);
  const isEmpty = parts.length > 0 && parts.every((part) => hidden.has(`${type.name}.${part.name.value}`));
  const isUnion = type.nodes.some((node) => node.kind === Kind.UNION_TYPE_DEFINITION);
  if (isEmpty || (isUnion && type.members.every((member) => hidden.has(member)))) hidden.add(type.name);
}

function followField(type: ContractType, field: FieldDefinitionNode, hidden: Set<string>): void {
  const coordinate = `${type.name}.${field.name.value}`;
  if (hidden.has(shapeOf(field.type).name)) hidden.add(coordinate);
  for (const argument of field.arguments ?? []) {
    if (!hidden.has(shapeOf(argument.type).name)) continue;
    hidden.add(isRequired(argument) ? coordinate : `${coordinate}.${argument.name.value}`);
  }
}

function isRequired({ defaultValue, type }: InputValueDefinitionNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
}

function isInterface(type: ContractType): boolean {
  return type.nodes.some((node) => node.kind === Kind.INTERFACE_TYPE_DEFINITION);
}

/** The types that some visible field, argument or membership leads to. */
function reachable(types: Definitions['types'], hidden: ReadonlySet<string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = ROOTS.filter((name) => types.has(name) && !hidden.has(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || hidden.has(name)) continue;
    reached.add(name);
    const type = types.get(name);
    if (type !== undefined) waiting.push(...leadsTo(type, hidden));
  }
  return reached;
}

function leadsTo(type: ContractType, hidden: ReadonlySet<string>): readonly string[] {
  const fields = [...type.fields, ...type.inputFields].filter(
    (field) => !hidden.has(`${type.name}.${field.name.value}`),
  );
  const interfaces = type.nodes.flatMap((node) => ('interfaces' in node ? (node.interfaces ?? []) : []));
  return [
    ...fields.map((field) => shapeOf(field.type).name),
    ...fields.flatMap((field) =>
      'arguments' in field
        ? (field.arguments ?? [])
            .filter(({ name }) => !hidden.has(`${type.name}.${field.name.value}.${name.value}`))
            .map((argument) => shapeOf(argument.type).name)
        : [],
    ),
    ...type.members,
    ...interfaces.map(({ name }) => name.value),
  ];
}
