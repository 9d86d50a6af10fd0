import type { Rule } from '../rule.js';

/** `owns` in the registry names entities that the subgraph really defines. */
export const ownership: Rule = {
  name: 'ownership',
  why: 'Who answers for an entity decides what others may promise about it, so the registry must not be wrong.',
  find: ({ contracts }) =>
    contracts.flatMap((contract) =>
      contract.entry.owns.flatMap((name) => {
        const type = contract.types.get(name);
        const where = `owns in schema/registry/${contract.entry.name}.yaml`;
        if (type === undefined) {
          const problem = `${where} names ${name}, which the SDL does not define.`;
          return [
            { contract, node: undefined, problem, fix: `Define type ${name} here, or take it out of owns.` },
          ];
        }
        if (type.keys.length > 0) return [];
        const problem = `${where} names ${name}, which has no @key and so is no entity.`;
        return [
          { contract, node: type.nodes[0], problem, fix: `Give ${name} a @key, or take it out of owns.` },
        ];
      }),
    ),
};
