import type { FieldDefinitionNode } from 'graphql';
import type { Contract, ContractType } from '../../sdl/contract.js';
import type { KeyPath } from '../../sdl/key-paths.js';
import { shapeOf } from '../../sdl/type-shape.js';
import type { Problem, Rule } from '../rule.js';

/** Every part of every key is `ID!`. */
export const keysAreIds: Rule = {
  name: 'keys-are-ids',
  why: 'All subgraphs must write a key alike, and a key of a custom scalar does not compose.',
  find: ({ contracts }) =>
    contracts.flatMap((contract) =>
      [...contract.types.values()].flatMap((type) => {
        const paths = new Map(type.keys.flat().map((path) => [path.join('.'), path]));
        return [...paths.values()].flatMap((path) => problemOf(contract, type, path));
      }),
    ),
};

function problemOf(contract: Contract, type: ContractType, path: KeyPath): readonly Problem[] {
  const leaf = leafOf(contract, type, path);
  // A key field that is not there is a fault of composition, which has named it already.
  if (leaf === undefined) return [];
  const shape = shapeOf(leaf.node.type);
  if (shape.text === 'ID!') return [];
  const custom = contract.types.has(shape.name) ? `, a type of its own,` : '';
  const problem = `${leaf.owner}.${leaf.node.name.value}: ${shape.text}${custom} is part of a key of ${type.name}.`;
  return [
    { contract, node: leaf.node.type, problem, fix: 'Write ID!; the kit checks the format of identifiers.' },
  ];
}

function leafOf(
  contract: Contract,
  type: ContractType,
  [head, ...rest]: KeyPath,
): { readonly owner: string; readonly node: FieldDefinitionNode } | undefined {
  const node = type.fields.find((field) => field.name.value === head);
  if (node === undefined) return undefined;
  const [next, ...others] = rest;
  if (next === undefined) return { owner: type.name, node };
  const inner = contract.types.get(shapeOf(node.type).name);
  return inner === undefined ? undefined : leafOf(contract, inner, [next, ...others]);
}
