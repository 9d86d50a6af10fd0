import { linksOf, schemaDirectives, stringArgument } from '../../sdl/federation-names.js';
import type { Contract } from '../../sdl/contract.js';
import { ACCESS_SPEC, appliedAccess } from '../access-directives.js';
import type { Problem, Rule } from '../rule.js';

/** Access directives that a subgraph uses are linked to the access spec and composed. */
export const accessComposed: Rule = {
  name: 'access-composed',
  why: 'A directive that is not composed is missing in the supergraph, and the gateway plans as if all were open.',
  find: ({ contracts }) =>
    contracts.flatMap((contract) => {
      const composed = new Set(composedNames(contract));
      const link = linksOf(contract.document).find((one) => one.url === ACCESS_SPEC);
      const used = new Map(appliedAccess(contract).map((applied) => [applied.name, applied.node]));
      return [...used].flatMap(([name, node]): readonly Problem[] => {
        const problem = `@${name} is used, but not linked to the access spec and composed.`;
        const linked = link?.imports.get(`@${name}`) === name;
        if (linked && composed.has(`@${name}`)) return [];
        const fix =
          `Write @link(url: "${ACCESS_SPEC}", import: ["@${name}"]) and ` +
          `@composeDirective(name: "@${name}") at extend schema.`;
        return [{ contract, node, problem, fix }];
      });
    }),
};

function composedNames(contract: Contract): readonly string[] {
  const all = schemaDirectives(contract.document);
  return contract
    .applied({ directives: all }, 'composeDirective')
    .flatMap((directive) => stringArgument(directive, 'name') ?? []);
}
