import { withNullableOutside } from '../../sdl/type-shape.js';
import { fieldsOf } from '../contract-fields.js';
import type { Rule } from '../rule.js';

/** What a subgraph adds to an entity of another can be null; for a list, the list. */
export const additionsNullable: Rule = {
  name: 'additions-nullable',
  why: "When this subgraph is down, a field of it that cannot be null takes the other's whole entity out of the answer.",
  find: (context) =>
    context.contracts.flatMap((contract) =>
      fieldsOf(contract)
        .filter((field) => context.isForeign(contract, field.type.name))
        .filter((field) => !field.isKey && !field.isExternal && field.shape.nonNull)
        .map((field) => {
          const owner = context.ownerOf(field.type.name) ?? 'no subgraph of the registry yet';
          const problem = `${field.coordinate}: ${field.shape.text} is added to ${field.type.name}, owned by ${owner}.`;
          const own = `if ${contract.entry.name} owns ${field.type.name}, add it to owns in its registry file`;
          return {
            contract,
            node: field.node.type,
            problem,
            fix: `Write ${withNullableOutside(field.shape)}; ${own}.`,
          };
        }),
    ),
};
