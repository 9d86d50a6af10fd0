import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  print,
  separateOperations,
  stripIgnoredCharacters,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';
import type { OperationUsage } from './messages.js';

/**
 * What may be told of an operation: its text without anything that its caller wrote into it as a value, and the fields
 * it names. Names, aliases and enum values stay: they are words of the portal's programmers and of the schema, and a
 * change of the schema is held against them.
 */
export function usageOf(document: DocumentNode, name: string | null, schema: GraphQLSchema): OperationUsage {
  // Other operations of the document, and fragments that this one does not use, are nobody's request.
  const own = separateOperations(document)[name ?? ''] ?? document;
  const info = new TypeInfo(schema);
  const fields = new Set<string>();
  const hidden = visit(
    own,
    visitWithTypeInfo(info, {
      Field: ({ name: field }) => {
        const parent = info.getParentType();
        if (parent != null && !field.value.startsWith('__')) fields.add(`${parent.name}.${field.value}`);
      },
      Argument: (node) => ({ ...node, value: withoutLiterals(node.value, info.getInputType()) }),
      VariableDefinition: (node) =>
        node.defaultValue === undefined
          ? undefined
          : { ...node, defaultValue: withoutLiterals(node.defaultValue, info.getInputType()) },
    }),
  );
  return { name, signature: stripIgnoredCharacters(print(hidden)), fields: [...fields].sort() };
}

/** The same value with its shape kept as far as the schema knows it, and everything else as if it were empty. */
function withoutLiterals(value: ValueNode, type: GraphQLInputType | null | undefined): ValueNode {
  if (value.kind === Kind.VARIABLE || value.kind === Kind.NULL) return value;
  const nullable = type == null ? null : getNullableType(type);
  if (isListType(nullable)) {
    if (value.kind !== Kind.LIST) return withoutLiterals(value, nullable.ofType);
    const items = value.values.map((item) => withoutLiterals(item, nullable.ofType));
    // How many there are is data as well.
    const different = new Map(items.map((item) => [print(item), item]));
    return { kind: Kind.LIST, values: [...different.values()] };
  }
  if (isInputObjectType(nullable) && value.kind === Kind.OBJECT) {
    const known = nullable.getFields();
    const fields = value.fields.map((field) => ({
      ...field,
      value: withoutLiterals(field.value, known[field.name.value]?.type),
    }));
    return { ...value, fields };
  }
  if (value.kind === Kind.BOOLEAN) return value;
  if (value.kind === Kind.ENUM && nullable !== null && isEnumType(getNamedType(nullable))) return value;
  return emptyOf(value);
}

/** A scalar of the schema's own may be written as anything, its data in names of fields. */
function emptyOf(value: ValueNode): ValueNode {
  if (value.kind === Kind.INT || value.kind === Kind.FLOAT) return { kind: Kind.INT, value: '0' };
  if (value.kind === Kind.LIST || value.kind === Kind.OBJECT) {
    return { kind: Kind.LIST, values: variablesIn(value) };
  }
  return { kind: Kind.STRING, value: '' };
}

/** They stay, or the operation would define what it does not use. */
function variablesIn(value: ValueNode): readonly ValueNode[] {
  if (value.kind === Kind.VARIABLE) return [value];
  if (value.kind === Kind.LIST) return value.values.flatMap(variablesIn);
  return value.kind === Kind.OBJECT ? value.fields.flatMap((field) => variablesIn(field.value)) : [];
}
