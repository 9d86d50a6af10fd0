import { Kind, print, visit, type ASTNode } from 'graphql';
import type { Rule } from '../rule.js';

/** What a subgraph repeats of `schema/shared.graphql` is equal to it, descriptions included. */
export const sharedCopies: Rule = {
  name: 'shared-copies',
  why: 'A shared word that means something else in one town is worse than no shared word.',
  find: ({ contracts, shared }) => {
    const canonical = new Map<string, ASTNode>([
      ...[...shared.directives].map(([name, node]) => [`@${name}`, node] as const),
      ...[...shared.types.values()].flatMap((type) => type.nodes.map((node) => [type.name, node] as const)),
    ]);
    return contracts.flatMap((contract) => {
      const copies: readonly (readonly [string, ASTNode])[] = [
        ...[...contract.directives].map(([name, node]) => [`@${name}`, node] as const),
        ...[...contract.types.values()].flatMap((type) =>
          type.nodes.map((node) => [type.name, node] as const),
        ),
      ];
      return copies.flatMap(([name, node]) => {
        const original = canonical.get(name);
        if (original === undefined || normalized(original) === normalized(node)) return [];
        const problem = `${name} differs from schema/shared.graphql.`;
        return [{ contract, node, problem, fix: `Copy it from there: ${summary(original)}` }];
      });
    });
  },
};

/** The text of a definition, whatever the order of its fields and the kind of its quotes. */
function normalized(node: ASTNode): string {
  return print(
    visit(node, {
      [Kind.STRING]: (string) => ({
        ...string,
        block: false,
        value: string.value.replace(/\s+/g, ' ').trim(),
      }),
      [Kind.OBJECT_TYPE_DEFINITION]: {
        leave: (type) => ({ ...type, fields: sorted(type.fields) }),
      },
      [Kind.ENUM_TYPE_DEFINITION]: { leave: (type) => ({ ...type, values: sorted(type.values) }) },
    }),
  );
}

function sorted<T extends { readonly name: { readonly value: string } }>(
  nodes: readonly T[] = [],
): readonly T[] {
  return [...nodes].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
}

/** A definition in one line without descriptions. */
function summary(node: ASTNode): string {
  const plain = visit(node, {
    enter: (part) => ('description' in part ? { ...part, description: undefined } : undefined),
  });
  return print(plain).replace(/\s+/g, ' ');
}
