import { withNullableItem } from '../../sdl/type-shape.js';
import type { Contract } from '../../sdl/contract.js';
import type { CheckContext } from '../check-context.js';
import { fieldsOf } from '../contract-fields.js';
import type { Rule } from '../rule.js';

/** A position that holds an entity of another subgraph can be null. */
export const foreignPositionsNullable: Rule = {
  name: 'foreign-positions-nullable',
  why: "Another's entity may be missing or its subgraph down; a position that cannot be null then nulls what stands around it.",
  find: (context) =>
    context.contracts.flatMap((contract) =>
      fieldsOf(contract)
        .filter((field) => !field.isKey && !field.isExternal && field.shape.itemNonNull)
        .flatMap((field) => {
          const foreign = foreignTypeIn(context, contract, field.shape.name);
          if (foreign === undefined) return [];
          const problem = `${field.coordinate}: ${field.shape.text} holds ${foreign}, ${ownerText(context, foreign)}.`;
          const own = `if ${contract.entry.name} owns ${foreign}, add it to owns in its registry file`;
          const fix = `Write ${withNullableItem(field.shape)}; ${own}.`;
          return [{ contract, node: field.node.type, problem, fix }];
        }),
    ),
};

/** The foreign entity that may stand in a position of this type: itself, or behind an interface or union. */
function foreignTypeIn(context: CheckContext, contract: Contract, name: string): string | undefined {
  const members = contract.types.get(name)?.members ?? [];
  return [name, ...members].find((candidate) => context.isForeign(contract, candidate));
}

function ownerText(context: CheckContext, type: string): string {
  const owner = context.ownerOf(type);
  return owner === undefined ? 'an entity that no subgraph owns yet' : `an entity of ${owner}`;
}
