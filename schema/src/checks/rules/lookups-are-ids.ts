import { OperationTypeNode, type InputValueDefinitionNode } from 'graphql';
import { shapeOf } from '../../sdl/type-shape.js';
import type { CheckContext } from '../check-context.js';
import { connectionItem, fieldsOf, rootFieldsOf, type ContractField } from '../contract-fields.js';
import type { Problem, Rule } from '../rule.js';

/** Arguments that take a key are `ID!`; a filter over many may be left out, but is an `ID` too. */
export const lookupsAreIds: Rule = {
  name: 'lookups-are-ids',
  why: 'What was read as a key can then be passed back unchanged, and one place in the kit validates it.',
  find: (context) =>
    context.contracts.flatMap((contract) => {
      const roots = rootFieldsOf(contract, OperationTypeNode.QUERY);
      const rootNodes = new Set(roots.map((field) => field.node));
      return [
        ...roots.flatMap((field) => problemsOf(context, field, keysOf(context, returned(field)))),
        ...fieldsOf(contract)
          .filter((field) => !rootNodes.has(field.node) && !field.isExternal)
          .flatMap((field) => problemsOf(context, field, new Set())),
      ];
    }),
};

function problemsOf(
  context: CheckContext,
  field: ContractField,
  ownKeys: ReadonlySet<string>,
): readonly Problem[] {
  return (field.node.arguments ?? []).flatMap((argument) => {
    const name = argument.name.value;
    const isKey = ownKeys.has(name);
    if (!isKey && !/^ids?$|[a-z0-9]Ids?$/.test(name) && !regionKeys(context).has(name)) return [];
    const wanted = wantedType(argument, isKey && isOne(field));
    const { text } = shapeOf(argument.type);
    if (wanted === text) return [];
    const problem = `Argument ${name}: ${text} of ${field.coordinate} takes a key.`;
    return [{ contract: field.contract, node: argument.type, problem, fix: `Write ${wanted}.` }];
  });
}

/** The same type with `ID` inside; for the look-up of one thing `ID!`. */
function wantedType(argument: InputValueDefinitionNode, isLookup: boolean): string {
  const shape = shapeOf(argument.type);
  if (isLookup) return 'ID!';
  if (/^ids$|Ids$/.test(argument.name.value) && !shape.isList) return '[ID!]!';
  return shape.text.replace(shape.name, 'ID');
}

function isOne(field: ContractField): boolean {
  return !field.shape.isList && connectionItem(field.contract, field.shape.name) === undefined;
}

function returned(field: ContractField): string {
  return connectionItem(field.contract, field.shape.name) ?? field.shape.name;
}

/** Names of the key fields of an entity in any subgraph, and `id`, which always looks one thing up. */
function keysOf(context: CheckContext, type: string): ReadonlySet<string> {
  const paths = context.contracts.flatMap((contract) => contract.types.get(type)?.keys.flat() ?? []);
  return new Set(['id', ...paths.flatMap((path) => (path.length === 1 ? [path[0]] : []))]);
}

/** Names that mean a key wherever they stand, such as `ags`; `key` is left out, it may mean anything. */
function regionKeys(context: CheckContext): ReadonlySet<string> {
  const paths = context.contracts.flatMap((contract) =>
    [...contract.types.values()].flatMap((type) => type.keys.flat()),
  );
  return new Set(paths.flatMap((path) => (path.length === 1 && path[0] !== 'key' ? [path[0]] : [])));
}
