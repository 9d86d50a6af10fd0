import { rootFieldsOf, type ContractField } from '../contract-fields.js';
import type { Problem, Rule } from '../rule.js';

/** A root field stands in one subgraph and is not `@shareable`. */
export const rootFieldsSingle: Rule = {
  name: 'root-fields-single',
  why: "A root field of several subgraphs is fetched from one of them only, so the others' answers silently lack.",
  find: ({ contracts }) => {
    const first = new Map<string, ContractField>();
    return contracts.flatMap((contract) =>
      rootFieldsOf(contract).flatMap((field): readonly Problem[] => {
        const other = first.get(field.coordinate);
        if (other === undefined) first.set(field.coordinate, field);
        // One that moves here with @override is fetched from here alone.
        const moves = contract.applied(field.node, 'override').length > 0;
        if (other !== undefined && other.contract !== contract && !moves) {
          const problem = `${field.coordinate} is a root field of ${other.contract.entry.name} already.`;
          return [
            {
              contract,
              node: field.node,
              problem,
              fix: `Give it a name of its own, or add to an entity instead.`,
            },
          ];
        }
        const shareable = [field.node, ...field.type.nodes].some(
          (node) => contract.applied(node, 'shareable').length > 0,
        );
        if (!shareable) return [];
        const problem = `${field.coordinate} is a @shareable root field.`;
        return [
          { contract, node: field.node, problem, fix: 'Remove @shareable and let one subgraph answer it.' },
        ];
      }),
    );
  },
};
