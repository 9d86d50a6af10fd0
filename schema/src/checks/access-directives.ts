import { Kind, type ConstDirectiveNode, type ConstValueNode } from 'graphql';
import type { Contract } from '../sdl/contract.js';

/** The spec under which the access directives are linked. */
export const ACCESS_SPEC = 'https://modellregion.example/access/v1.0';

/** The access directives that can refuse a caller. */
export const GUARDS: readonly string[] = ['signedIn', 'scopes', 'purpose', 'trust'];

/** All directives of the access spec. */
export const ACCESS_DIRECTIVES: readonly string[] = [...GUARDS, 'personalData'];

/** An application of an access directive, and where: `Query.me`, `Resident`. */
export interface AppliedAccess {
  readonly coordinate: string;
  readonly name: string;
  readonly node: ConstDirectiveNode;
}

/** Every application of an access directive in a contract. */
export function appliedAccess(contract: Contract): readonly AppliedAccess[] {
  const wanted = (coordinate: string, nodes: readonly ConstDirectiveNode[]) =>
    nodes
      .filter((node) => ACCESS_DIRECTIVES.includes(node.name.value))
      .map((node) => ({ coordinate, name: node.name.value, node }));
  return [...contract.types.values()].flatMap((type) => [
    ...wanted(type.name, type.directives),
    ...type.fields.flatMap((field) => wanted(`${type.name}.${field.name.value}`, field.directives ?? [])),
  ]);
}

/** The value of an argument as it is written; undefined when it is not there. */
export function argumentOf(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

/** The items of a list value; GraphQL reads a single value where a list is wanted as a list of one. */
export function itemsOf(value: ConstValueNode | undefined): readonly ConstValueNode[] {
  if (value === undefined) return [];
  return value.kind === Kind.LIST ? value.values : [value];
}
