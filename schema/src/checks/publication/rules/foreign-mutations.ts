import { OperationTypeNode } from 'graphql';
import { fieldsOfType, rootFieldsOf, type ContractField } from '../../contract-fields.js';
import { missingGrant } from '../grants.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationRule } from '../publication-rule.js';

/** A mutation changes what its own subgraph answers for. */
export const foreignMutations: PublicationRule = {
  name: 'foreign-mutations',
  code: 'FOREIGN_MUTATIONS',
  why: 'A portal that offers to change a record relies on the town that keeps it; another can only pretend to.',
  check: (context) => ({
    problems: rootFieldsOf(context.candidate, OperationTypeNode.MUTATION).flatMap((field) =>
      entitiesTouched(context, field).flatMap(([type, owner, how]) => {
        const missing = missingGrant(context, owner, field.coordinate, 'MUTATE');
        if (missing === undefined) return [];
        return [
          {
            code: 'MUTATION_ON_FOREIGN_TYPE',
            node: field.node,
            problem: `${field.coordinate} ${how} ${type}, which ${owner} answers for.`,
            fix: `Let it change a type of your own and return that, or ${missing.ask}.`,
            grant: missing.grant,
          },
        ];
      }),
    ),
  }),
};

/** The entities of others that a mutation returns, itself or in its payload, or is named after; with their owners. */
function entitiesTouched(
  context: PublicationContext,
  field: ContractField,
): readonly (readonly [type: string, owner: string, how: string])[] {
  const { candidate, ownership, others } = context;
  const payload = candidate.types.get(field.shape.name);
  const inside =
    payload === undefined || payload.keys.length > 0
      ? []
      : [...fieldsOfType(candidate, payload).map((one) => one.shape.name), ...payload.members];
  const returned = [field.shape.name, ...inside].map((type) => [type, 'returns'] as const);
  const entities = others.flatMap(({ entry }) => entry.owns);
  const named = entities
    // blockResident, residentBlock; not Residential.
    .filter((type) => new RegExp(`(^${lowerFirst(type)}|${type})(?![a-z])`).test(field.name))
    .map((type) => [type, 'is named after'] as const);
  const seen = new Set<string>();
  return [...returned, ...named].flatMap(([type, how]) => {
    const owner = ownership.foreignOwner(type);
    if (owner === undefined || !entities.includes(type) || seen.has(type)) return [];
    seen.add(type);
    return [[type, owner, how] as const];
  });
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
