import type { ASTNode, ConstDirectiveNode } from 'graphql';
import type { ContractType } from '../../../sdl/contract.js';
import type { FederationDirective } from '../../../sdl/federation-names.js';
import { ACCESS_DIRECTIVES } from '../../access-directives.js';
import { fieldsOfType } from '../../contract-fields.js';
import { missingGrant } from '../grants.js';
import type { PublicationContext } from '../publication-context.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** What a reference to another's type needs. Everything else would speak for the owner. */
const ON_TYPES: readonly FederationDirective[] = ['key', 'extends', 'shareable'];

/** What a reference to another's field needs; the others are looked at by the rules for fields and data flow. */
const ON_FIELDS: readonly FederationDirective[] = [
  'external',
  'shareable',
  'override',
  'provides',
  'requires',
];

/** No directive and no interface is put on another's type or field. */
export const foreignMarks: PublicationRule = {
  name: 'foreign-marks',
  code: 'FOREIGN_MARKS',
  why: 'Directives of all subgraphs add up: one that hides, guards or tags a type does so for the whole region.',
  check: (context) => ({
    problems: [...context.candidate.types.values()].flatMap((type) => {
      const owner = context.ownership.foreignOwner(type.name);
      return owner === undefined
        ? sharedMarks(context, type)
        : [...typeMarks(context, type, owner), ...interfaces(context, type, owner)];
    }),
  }),
};

function typeMarks(
  context: PublicationContext,
  type: ContractType,
  owner: string,
): readonly PublicationProblem[] {
  const { candidate, ownership } = context;
  const own = type.directives.filter((node) => !isOneOf(context, node, ON_TYPES));
  const fields = fieldsOfType(candidate, type)
    // What the candidate adds it may mark as it likes.
    .filter(
      (field) =>
        field.isExternal ||
        ownership.fieldOwner(type.name, field.name) !== undefined ||
        ownership.isKeyField(type.name, field.name),
    )
    .flatMap((field) => marksOn(field.node).map((node) => [field.coordinate, node] as const))
    .filter(([, node]) => !isOneOf(context, node, ON_FIELDS));
  const values = type.values.flatMap((value) =>
    marksOn(value).map((node) => [`${type.name}.${value.name.value}`, node] as const),
  );
  return [...own.map((node) => [type.name, node] as const), ...fields, ...values].flatMap(
    ([coordinate, node]) => mark(context, owner, coordinate, node),
  );
}

/** The region's shared words are marked in `schema/shared.graphql` or not at all; the rule shared-copies sees to it. */
function sharedMarks(context: PublicationContext, type: ContractType): readonly PublicationProblem[] {
  const roots = [...context.candidate.roots.values()];
  if (!roots.includes(type.name)) return [];
  return type.directives
    .filter((node) => !isOneOf(context, node, ON_TYPES))
    .map((node) => ({
      code: 'MARK_ON_ROOT',
      node,
      problem: `${type.name} carries @${node.name.value} here, which would hold for the fields of all subgraphs.`,
      fix: 'Put it on your own fields.',
    }));
}

function interfaces(
  context: PublicationContext,
  type: ContractType,
  owner: string,
): readonly PublicationProblem[] {
  const contract = context.others.find(({ entry }) => entry.name === owner);
  const known = new Set(interfaceNames(contract?.types.get(type.name)).map((one) => one.name.value));
  const added = interfaceNames(type).filter((one) => !known.has(one.name.value));
  if (added.length === 0) return [];
  const missing = missingGrant(context, owner, type.name, 'MARK');
  if (missing === undefined) return [];
  return added.map((node) => ({
    code: 'INTERFACE_NOT_GRANTED',
    node,
    problem: `${type.name} belongs to ${owner} and would implement ${node.name.value} for the whole region.`,
    fix: `Remove it, or ${missing.ask}.`,
    grant: missing.grant,
  }));
}

function interfaceNames(type: ContractType | undefined) {
  return (type?.nodes ?? []).flatMap((node) => ('interfaces' in node ? (node.interfaces ?? []) : []));
}

function mark(
  context: PublicationContext,
  owner: string,
  coordinate: string,
  node: ConstDirectiveNode,
): readonly PublicationProblem[] {
  const missing = missingGrant(context, owner, coordinate, 'MARK');
  if (missing === undefined) return [];
  return [
    {
      code: codeOf(node.name.value),
      node,
      problem: `${coordinate} belongs to ${owner}; @${node.name.value} on it would hold for the whole region.`,
      fix: `Remove @${node.name.value}, or ${missing.ask}.`,
      grant: missing.grant,
    },
  ];
}

/** The code says what the directive does, under whatever name it is imported. */
function codeOf(name: string): string {
  const plain = name.replace(/^.*__/, '');
  if (plain === 'inaccessible') return 'INACCESSIBLE_NOT_GRANTED';
  if (plain === 'tag') return 'TAG_NOT_GRANTED';
  if (plain === 'interfaceObject') return 'INTERFACE_OBJECT_NOT_GRANTED';
  const guards = [...ACCESS_DIRECTIVES, 'authenticated', 'requiresScopes', 'policy'];
  return guards.includes(plain) ? 'ACCESS_RULE_NOT_GRANTED' : 'MARK_NOT_GRANTED';
}

function isOneOf(
  { candidate }: PublicationContext,
  node: ConstDirectiveNode,
  allowed: readonly FederationDirective[],
): boolean {
  return allowed.some((directive) => candidate.applied({ directives: [node] }, directive).length > 0);
}

/** The directives on a field with those on its arguments, or on an enum value. */
function marksOn(node: ASTNode & { readonly directives?: readonly ConstDirectiveNode[] | undefined }) {
  const parts = 'arguments' in node && Array.isArray(node.arguments) ? (node.arguments as ASTNode[]) : [];
  return [
    ...(node.directives ?? []),
    ...parts.flatMap((part) =>
      'directives' in part ? ((part.directives ?? []) as ConstDirectiveNode[]) : [],
    ),
  ];
}
