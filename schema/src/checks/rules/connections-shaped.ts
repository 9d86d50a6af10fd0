import { shapeOf } from '../../sdl/type-shape.js';
import type { Contract, ContractType } from '../../sdl/contract.js';
import { fieldsOf, intDefault, type ContractField } from '../contract-fields.js';
import type { Problem, Rule } from '../rule.js';
import { MAX_ITEMS } from './results-bounded.js';

/** Connections look alike: `nodes`, `edges`, `pageInfo`, and `first` and `after` where they are asked for. */
export const connectionsShaped: Rule = {
  name: 'connections-shaped',
  why: 'Client libraries page through any connection of the Relay shape without code of their own.',
  find: ({ contracts }) =>
    contracts.flatMap((contract) => [
      ...[...contract.types.values()].flatMap((type) => typeProblems(contract, type)),
      ...fieldsOf(contract)
        .filter((field) => field.shape.name.endsWith('Connection') && !field.isExternal)
        .flatMap(argumentProblems),
    ]),
};

function typeProblems(contract: Contract, type: ContractType): readonly Problem[] {
  if (!type.name.endsWith('Connection') || type.fields.length === 0) return [];
  const missing = missingFields(type, {
    nodes: /^\[\w+!?\]!?$/,
    edges: /^\[\w+!?\]!?$/,
    pageInfo: /^PageInfo!$/,
  });
  const edges = type.fields.find((field) => field.name.value === 'edges');
  const edge = edges === undefined ? undefined : contract.types.get(shapeOf(edges.type).name);
  const inEdge = edge === undefined ? [] : missingFields(edge, { cursor: /^String!$/, node: /^\w+!?$/ });
  const texts = [...missing, ...inEdge];
  if (texts.length === 0) return [];
  const fix =
    'A connection has nodes: [T!]!, edges: [TEdge!]! and pageInfo: PageInfo!; an edge cursor: String! and node: T!.';
  return [
    {
      contract,
      node: type.nodes[0],
      problem: `${type.name} lacks ${texts.join(', ')} of a connection.`,
      fix,
    },
  ];
}

function missingFields(type: ContractType, wanted: Readonly<Record<string, RegExp>>): readonly string[] {
  return Object.entries(wanted)
    .filter(([name, pattern]) => {
      const field = type.fields.find((one) => one.name.value === name);
      return field === undefined || !pattern.test(shapeOf(field.type).text);
    })
    .map(([name]) => `${type.name}.${name}`);
}

function argumentProblems({ contract, coordinate, node }: ContractField): readonly Problem[] {
  const size = intDefault(node, 'first');
  const after = node.arguments?.find((argument) => argument.name.value === 'after');
  const paged = after !== undefined && shapeOf(after.type).text === 'String';
  if (paged && size !== undefined && size >= 1 && size <= MAX_ITEMS) return [];
  const problem = `${coordinate} is a connection that cannot be paged with first and after.`;
  const fix = `Add first: Int! = 20 (a default up to ${String(MAX_ITEMS)}) and after: String.`;
  return [{ contract, node, problem, fix }];
}
