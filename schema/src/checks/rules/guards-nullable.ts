import { Kind, type ConstDirectiveNode } from 'graphql';
import { withNullableItem, withNullableOutside } from '../../sdl/type-shape.js';
import { argumentOf, GUARDS } from '../access-directives.js';
import type { CheckContext } from '../check-context.js';
import { fieldsOf, type ContractField } from '../contract-fields.js';
import type { Problem, Rule } from '../rule.js';

/**
 * A guarded field can be null. A guard on a type refuses all its fields alike, so there the position that holds the
 * object must be nullable: each item where the guard depends on the object (`orSelf`), else the item or the list.
 */
export const guardsNullable: Rule = {
  name: 'guards-nullable',
  why: 'A refusal nulls its place; where that cannot be null, it takes with it what the caller may read.',
  find: (context) => {
    const guarded = guardedTypes(context);
    return context.contracts.flatMap((contract) =>
      fieldsOf(contract).flatMap((field) => [...fieldProblem(field), ...positionProblem(field, guarded)]),
    );
  },
};

/** Types that are guarded as a whole; true where the guard can differ from object to object. */
function guardedTypes({ contracts }: CheckContext): ReadonlyMap<string, boolean> {
  const guarded = new Map<string, boolean>();
  for (const type of contracts.flatMap((contract) => [...contract.types.values()])) {
    const guards = type.directives.filter(isGuard);
    if (guards.length === 0) continue;
    guarded.set(type.name, (guarded.get(type.name) ?? false) || guards.some(dependsOnObject));
  }
  return guarded;
}

function fieldProblem({ contract, coordinate, isKey, node, shape }: ContractField): readonly Problem[] {
  const guard = node.directives?.find(isGuard);
  if (guard === undefined || !shape.nonNull) return [];
  const problem = `${coordinate}: ${shape.text} is guarded by @${guard.name.value}.`;
  const fix = isKey
    ? 'A key cannot be guarded by itself: guard the type.'
    : `Write ${withNullableOutside(shape)}.`;
  return [{ contract, node: node.type, problem, fix }];
}

function positionProblem(field: ContractField, guarded: ReadonlyMap<string, boolean>): readonly Problem[] {
  const { contract, coordinate, isExternal, node, shape } = field;
  const perObject = guarded.get(shape.name);
  if (perObject === undefined || isExternal || !shape.itemNonNull) return [];
  if (!perObject && !shape.nonNull) return [];
  const problem = `${coordinate}: ${shape.text} holds ${shape.name}, which is guarded as a whole.`;
  return [{ contract, node: node.type, problem, fix: `Write ${withNullableItem(shape)}.` }];
}

function isGuard(directive: ConstDirectiveNode): boolean {
  return GUARDS.includes(directive.name.value);
}

function dependsOnObject(directive: ConstDirectiveNode): boolean {
  const orSelf = argumentOf(directive, 'orSelf');
  return orSelf?.kind === Kind.BOOLEAN && orSelf.value;
}
