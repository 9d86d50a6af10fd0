import { Kind } from 'graphql';
import type { Contract, ContractType } from '../../sdl/contract.js';
import { shapeOf } from '../../sdl/type-shape.js';
import { fieldsOfType } from '../contract-fields.js';
import type { CheckContext } from '../check-context.js';
import type { Problem, Rule } from '../rule.js';

/** Every object type says whether it holds data about a person, and does not say both. */
export const classification: Rule = {
  name: 'classification',
  why: 'What nobody has thought about is neither guarded nor logged; the public variant and the audit go by this.',
  find: (context) => {
    const inside = typesInsidePersonalData(context);
    return context.contracts.flatMap((contract) =>
      [...contract.types.values()]
        .filter((type) => isObject(type) && isOwn(context, contract, type))
        .flatMap((type) => problemsOf(context, contract, type, inside)),
    );
  },
};

function problemsOf(
  context: CheckContext,
  contract: Contract,
  type: ContractType,
  inside: ReadonlySet<string>,
): readonly Problem[] {
  const isPublic = has(type, 'public');
  const personal = has(type, 'personalData')
    ? type.name
    : type.fields.find((field) => has(field, 'personalData'))?.name.value;
  const node = type.nodes[0];
  if (isPublic && personal !== undefined) {
    const where = personal === type.name ? 'itself' : `at ${type.name}.${personal}`;
    const problem = `${type.name} is @public and carries @personalData ${where}.`;
    return [{ contract, node, problem, fix: 'Remove @public; fields without @personalData stay readable.' }];
  }
  if (isPublic || personal !== undefined || inside.has(type.name)) return [];
  if (wrapsOnly(context, contract, type)) return [];
  return [
    {
      contract,
      node,
      problem: `${type.name} does not say whether it holds data about a person.`,
      fix:
        `Write type ${type.name} @public { … } if nothing of it is about a person; else ` +
        `type ${type.name} @personalData(category: "…", subject: "…") { … }, or so at its fields.`,
    },
  ];
}

/** Roots, the shared words and other towns' entities are not for this contract to classify. */
function isOwn({ ownerOf, shared }: CheckContext, contract: Contract, { name }: ContractType): boolean {
  const owner = ownerOf(name);
  const isElsewhere = owner !== undefined && owner !== contract.entry.name;
  return !isElsewhere && !shared.types.has(name) && ![...contract.roots.values()].includes(name);
}

function isObject(type: ContractType): boolean {
  return type.nodes.some(
    ({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION || kind === Kind.OBJECT_TYPE_EXTENSION,
  );
}

/** Connections, edges, payloads: what holds nothing of its own but the way to other objects. */
function wrapsOnly({ shared }: CheckContext, contract: Contract, type: ContractType): boolean {
  const fields = fieldsOfType(contract, type);
  return (
    fields.length > 0 &&
    fields.every(({ name, shape }) => {
      if (name === 'cursor' || name === 'totalCount') return true;
      const target = contract.types.get(shape.name) ?? shared.types.get(shape.name);
      return target !== undefined && (target.fields.length > 0 || target.members.length > 0);
    })
  );
}

/**
 * Types without a key that are reached through personal data alone: a residence stands in a resident and nowhere else,
 * so the rule on the way to it is a rule on it. One that is reached by another way too has to speak for itself.
 */
function typesInsidePersonalData({ contracts, isEntity }: CheckContext): ReadonlySet<string> {
  const ways = contracts.flatMap((contract) =>
    [...contract.types.values()].flatMap((type) => [
      ...type.fields.map((field) => ({
        from: type.name,
        to: shapeOf(field.type).name,
        isPersonal: has(type, 'personalData') || has(field, 'personalData'),
      })),
      // From a union to its members, from an interface to what implements it.
      ...type.members.map((member) => ({ from: type.name, to: member, isPersonal: false })),
    ]),
  );
  const inside = new Set(ways.map(({ to }) => to).filter((name) => !isEntity(name)));
  for (let size = -1; size !== inside.size;) {
    size = inside.size;
    for (const { from, isPersonal, to } of ways) if (!isPersonal && !inside.has(from)) inside.delete(to);
  }
  return inside;
}

function has(
  node: { readonly directives?: readonly { readonly name: { readonly value: string } }[] | undefined },
  directive: string,
): boolean {
  return (node.directives ?? []).some(({ name }) => name.value === directive);
}
