import { Kind, OperationTypeNode, type FieldDefinitionNode } from 'graphql';
import type { Contract, ContractType } from '../sdl/contract.js';
import { shapeOf, type TypeShape } from '../sdl/type-shape.js';

/** A field of a contract with what rules ask about it. */
export interface ContractField {
  readonly contract: Contract;
  readonly type: ContractType;
  readonly node: FieldDefinitionNode;
  readonly name: string;
  readonly shape: TypeShape;
  /** `Stop.name` */
  readonly coordinate: string;
  /** Part of a `@key` of its type. */
  readonly isKey: boolean;
  /** Marked `@external`: its owner answers for its type. */
  readonly isExternal: boolean;
}

/** All output fields of a contract, in the order they are written. */
export function fieldsOf(contract: Contract): readonly ContractField[] {
  return [...contract.types.values()].flatMap((type) => fieldsOfType(contract, type));
}

/** The output fields of one type. */
export function fieldsOfType(contract: Contract, type: ContractType): readonly ContractField[] {
  const keys = new Set(type.keys.flatMap((key) => key.map(([head]) => head)));
  return type.fields.map((node) => ({
    contract,
    type,
    node,
    name: node.name.value,
    shape: shapeOf(node.type),
    coordinate: `${type.name}.${node.name.value}`,
    isKey: keys.has(node.name.value),
    isExternal: contract.applied(node, 'external').length > 0,
  }));
}

/** The fields of the root types, all kinds of operation or only one. */
export function rootFieldsOf(contract: Contract, operation?: OperationTypeNode): readonly ContractField[] {
  const names = operation === undefined ? [...contract.roots.values()] : [contract.roots.get(operation)];
  return names.flatMap((name) => {
    const type = name === undefined ? undefined : contract.types.get(name);
    return type === undefined ? [] : fieldsOfType(contract, type);
  });
}

/** The type of a connection's items: `Stop` for `StopConnection`; undefined for what is no connection. */
export function connectionItem(contract: Contract, name: string): string | undefined {
  const type = name.endsWith('Connection') ? contract.types.get(name) : undefined;
  const nodes = type?.fields.find((field) => field.name.value === 'nodes');
  return nodes === undefined ? undefined : shapeOf(nodes.type).name;
}

/** The default of an Int argument, if it has one that is a number. */
export function intDefault(field: FieldDefinitionNode, argument: string): number | undefined {
  const value = field.arguments?.find((one) => one.name.value === argument)?.defaultValue;
  return value?.kind === Kind.INT ? Number(value.value) : undefined;
}
