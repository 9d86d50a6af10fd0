import type { ASTNode, StringValueNode } from 'graphql';
import type { Contract } from '../../sdl/contract.js';
import type { Rule } from '../rule.js';

/**
 * Every type, field, enum value and input field is described. Composition keeps one description of what several
 * subgraphs define, so it is enough that one of them has it; the owner of the type is asked first.
 */
export const described: Rule = {
  name: 'described',
  why: 'The contract is the only text that all towns and portals share; a name alone is read differently by each.',
  find: ({ contracts, ownerOf }) => {
    const byName = new Map<string, DescribedPlace[]>();
    for (const place of contracts.flatMap(placesOf)) {
      const places = byName.get(place.name);
      if (places === undefined) byName.set(place.name, [place]);
      else places.push(place);
    }
    return [...byName.values()].flatMap((places) => {
      if (places.some((place) => (place.node.description?.value ?? '').trim() !== '')) return [];
      const owner = ownerOf(places[0]?.type ?? '');
      const mine = places.find((place) => place.contract.entry.name === owner) ?? places[0];
      // The description may stand in the contract of an owner that cannot be read now.
      const unread = owner !== undefined && !contracts.some((contract) => contract.entry.name === owner);
      if (mine === undefined || unread) return [];
      const fix = 'Say in one sentence what it means: unit, order, and what null stands for.';
      return [{ contract: mine.contract, node: mine.node, problem: `${mine.name} has no description.`, fix }];
    });
  },
};

interface DescribedPlace {
  readonly contract: Contract;
  /** `Stop`, `Stop.name` */
  readonly name: string;
  readonly type: string;
  readonly node: ASTNode & { readonly description?: StringValueNode | undefined };
}

function placesOf(contract: Contract): readonly DescribedPlace[] {
  return [...contract.types.values()].flatMap((type) => [
    ...type.nodes.map((node) => ({ contract, name: type.name, type: type.name, node })),
    ...[...type.fields, ...type.inputFields, ...type.values].map((node) => ({
      contract,
      name: `${type.name}.${node.name.value}`,
      type: type.name,
      node,
    })),
  ]);
}
