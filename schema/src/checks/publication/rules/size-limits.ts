import { Kind, Lexer, Source, TokenKind, type ASTNode, type TypeNode } from 'graphql';
import type { Contract, ContractType } from '../../../sdl/contract.js';
import type { PublicationLimits } from '../limits.js';
import type { PublicationProblem, PublicationRule } from '../publication-rule.js';

/** A contract is no larger than {@link PublicationLimits} says. */
export const sizeLimits: PublicationRule = {
  name: 'size-limits',
  code: 'SIZE_LIMITS',
  why: 'Every gateway of the region holds all contracts in memory and plans over them; a flood slows all towns.',
  check: ({ candidate, limits }) => ({
    problems: [
      ...tooMany('SDL_TYPES', 'types', candidate.types.size, limits.types),
      ...tooMany('SDL_FIELDS', 'fields', countFields(candidate), limits.fields),
      ...[...candidate.types.values()].flatMap((type) => typeProblems(type, limits)),
    ],
  }),
};

/** Before anything is parsed: how many bytes and tokens there are. */
export function textProblems(sdl: string, limits: PublicationLimits): readonly PublicationProblem[] {
  const bytes = Buffer.byteLength(sdl);
  if (bytes > limits.bytes) return tooMany('SDL_BYTES', 'bytes', bytes, limits.bytes);
  const tokens = countTokens(sdl, limits.tokens);
  return tooMany('SDL_TOKENS', 'tokens', tokens, limits.tokens);
}

/** Stops at the first token above the limit, and at the first that is none. */
function countTokens(sdl: string, limit: number): number {
  const lexer = new Lexer(new Source(sdl));
  let count = 0;
  try {
    while (count <= limit && lexer.advance().kind !== TokenKind.EOF) count += 1;
  } catch {
    // Broken SDL: composition says where.
  }
  return count;
}

function typeProblems(type: ContractType, limits: PublicationLimits): readonly PublicationProblem[] {
  const { name } = type;
  const node = type.nodes[0];
  const interfaces = type.nodes.flatMap((one) => ('interfaces' in one ? (one.interfaces ?? []) : []));
  const parts: readonly (ASTNode & { readonly name: { readonly value: string } })[] = [
    ...type.fields,
    ...type.inputFields,
    ...type.values,
  ];
  return [
    ...tooMany(
      'SDL_FIELDS',
      `fields of ${name}`,
      type.fields.length + type.inputFields.length,
      limits.fieldsPerType,
      node,
    ),
    ...tooMany('SDL_VALUES', `values of ${name}`, type.values.length, limits.valuesPerEnum, node),
    ...tooMany('SDL_MEMBERS', `members of ${name}`, type.members.length, limits.membersPerUnion, node),
    ...tooMany('SDL_INTERFACES', `interfaces of ${name}`, interfaces.length, limits.interfacesPerType, node),
    ...tooMany('SDL_KEYS', `keys of ${name}`, type.keys.length, limits.keysPerType, node),
    ...tooMany(
      'SDL_DIRECTIVES',
      `directives on ${name}`,
      type.directives.length,
      limits.directivesPerElement,
      node,
    ),
    ...type.nodes.flatMap((one) => textOf(one, name, limits)),
    ...parts.flatMap((part) => textOf(part, `${name}.${part.name.value}`, limits)),
    ...type.fields.flatMap((field) => [
      ...tooMany(
        'SDL_ARGUMENTS',
        `arguments of ${name}.${field.name.value}`,
        field.arguments?.length ?? 0,
        limits.argumentsPerField,
        field,
      ),
      ...tooMany(
        'SDL_LIST_DEPTH',
        `nested lists in ${name}.${field.name.value}`,
        listDepth(field.type),
        limits.listDepth,
        field,
      ),
    ]),
    ...fieldSets(type).flatMap(([text, at]) =>
      tooMany(
        'SDL_FIELD_SET_DEPTH',
        `nested braces in a field set of ${name}`,
        braces(text),
        limits.fieldSetDepth,
        at,
      ),
    ),
  ];
}

function textOf(node: ASTNode, coordinate: string, limits: PublicationLimits): readonly PublicationProblem[] {
  const name = 'name' in node && typeof node.name === 'object' ? node.name.value : '';
  const description =
    'description' in node && typeof node.description === 'object' ? node.description.value : '';
  const directives = 'directives' in node ? (node.directives ?? []) : [];
  return [
    ...tooMany('SDL_NAME', `letters in the name ${name.slice(0, 20)}…`, name.length, limits.nameLength, node),
    ...tooMany(
      'SDL_DESCRIPTION',
      `letters in the description of ${coordinate}`,
      description.length,
      limits.descriptionLength,
      node,
    ),
    ...tooMany(
      'SDL_DIRECTIVES',
      `directives on ${coordinate}`,
      directives.length,
      limits.directivesPerElement,
      node,
    ),
  ];
}

/** The field sets of `@key`, `@requires` and `@provides`, whatever they are called here. */
function fieldSets(type: ContractType): readonly (readonly [string, ASTNode])[] {
  const holders = [...type.nodes, ...type.fields];
  return holders.flatMap((holder) =>
    (holder.directives ?? []).flatMap((directive) =>
      (directive.arguments ?? []).flatMap((argument) =>
        argument.name.value === 'fields' && argument.value.kind === Kind.STRING
          ? [[argument.value.value, holder] as const]
          : [],
      ),
    ),
  );
}

function braces(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const letter of text) {
    if (letter === '{') deepest = Math.max(deepest, (depth += 1));
    if (letter === '}') depth -= 1;
  }
  return deepest;
}

function listDepth(type: TypeNode): number {
  let depth = 0;
  for (let node = type; node.kind !== Kind.NAMED_TYPE; node = node.type) {
    if (node.kind === Kind.LIST_TYPE) depth += 1;
  }
  return depth;
}

function countFields(contract: Contract): number {
  let count = 0;
  for (const type of contract.types.values()) count += type.fields.length + type.inputFields.length;
  return count;
}

function tooMany(
  code: string,
  what: string,
  count: number,
  limit: number,
  node?: ASTNode,
): readonly PublicationProblem[] {
  if (count <= limit) return [];
  const problem = `Too many ${what}: ${String(count)}, at most ${String(limit)}.`;
  const fix =
    'Leave out what no portal asks for, or split the subgraph in two; the steward can raise the limit.';
  return [{ code, node, problem, fix }];
}
