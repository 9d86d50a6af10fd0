import { Kind, type ConstDirectiveNode } from 'graphql';
import { stringArgument } from '../../sdl/federation-names.js';
import type { Contract } from '../../sdl/contract.js';
import { shapeOf } from '../../sdl/type-shape.js';
import { fieldsOf, intDefault, type ContractField } from '../contract-fields.js';
import type { Problem, Rule } from '../rule.js';

/** The largest page, and the largest list that is not paged. */
export const MAX_ITEMS = 100;

/** The longest series of plain values: what holds no objects and no lists cannot nest. */
export const MAX_VALUES = 3000;

/**
 * A list of objects or ids has an argument `first` with a default of at most 100, or `@bounded` says what bounds it:
 * 100, or 3000 for a series of plain values (a type without key whose fields are scalars and enum values).
 * Lists of enum values and of other scalars are details of one thing and left alone; connections have a rule of
 * their own.
 */
export const resultsBounded: Rule = {
  name: 'results-bounded',
  why: 'Lists nest, and an unbounded one in another grows until a portal, the gateway or the database stands still.',
  find: ({ contracts }) =>
    contracts.flatMap((contract) =>
      fieldsOf(contract)
        .filter((field) => field.shape.isList && !field.isExternal && !field.type.name.endsWith('Connection'))
        .filter((field) => field.shape.name === 'ID' || isComposite(contract, field.shape.name))
        .flatMap(problemOf),
    ),
};

function problemOf(field: ContractField): readonly Problem[] {
  const bounded = field.node.directives?.find((directive) => directive.name.value === 'bounded');
  if (bounded !== undefined) return boundProblem(field, bounded);
  const { contract, coordinate, shape } = field;
  const first = field.node.arguments?.find((argument) => argument.name.value === 'first');
  if (first === undefined) {
    const problem = `${coordinate}: ${shape.text} is a list without a bound.`;
    const fix = `Add first: Int! = 20, make it a connection, or say @bounded(max: …, by: "…") with max ≤ ${String(MAX_ITEMS)}.`;
    return [{ contract, node: field.node, problem, fix }];
  }
  const size = intDefault(field.node, 'first');
  if (size !== undefined && size >= 1 && size <= MAX_ITEMS) return [];
  const problem = `Argument first of ${coordinate} has ${size === undefined ? 'no default' : `the default ${String(size)}`}.`;
  return [{ contract, node: first, problem, fix: `Give it a default from 1 to ${String(MAX_ITEMS)}.` }];
}

function boundProblem(
  { contract, coordinate, shape }: ContractField,
  bounded: ConstDirectiveNode,
): readonly Problem[] {
  const max = bounded.arguments?.find((argument) => argument.name.value === 'max')?.value;
  const size = max?.kind === Kind.INT ? Number(max.value) : Number.NaN;
  const says = (stringArgument(bounded, 'by') ?? '').trim() !== '';
  const most = isPlain(contract, shape.name) ? MAX_VALUES : MAX_ITEMS;
  if (size >= 1 && size <= most && says) return [];
  const problem = `@bounded of ${coordinate} does not state a max from 1 to ${String(most)} and by what.`;
  return [
    { contract, node: bounded, problem, fix: 'State both, or page the list with first or as a connection.' },
  ];
}

function isComposite(contract: Contract, name: string): boolean {
  const kind = contract.types.get(name)?.nodes[0]?.kind ?? '';
  return /^(Object|Interface|Union)/.test(kind);
}

function isPlain(contract: Contract, name: string): boolean {
  const type = contract.types.get(name);
  if (type === undefined || type.fields.length === 0 || type.keys.length > 0) return false;
  const shapes = type.fields.map((field) => shapeOf(field.type));
  return shapes.every((shape) => !shape.isList && !isComposite(contract, shape.name));
}
