import {
  Kind,
  parse,
  print,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import { stringArgument } from '../sdl/federation-names.js';
import { readDefinitions, type ContractType, type Definitions } from '../sdl/contract.js';
import { apiSchemaOf } from './api-schema.js';
import { hiddenParts } from './hidden-parts.js';

/** A part of the supergraph for a kind of clients, cut by tags. */
export interface VariantTags {
  /** Only what carries one of these tags; all when absent. */
  readonly includeTags?: readonly string[];
  /** Nothing that carries one of these tags. */
  readonly excludeTags: readonly string[];
}

/** What `@personalData` counts as, so that no owner has to say the same twice. */
export const PERSONAL_TAG = 'personal';

/** A supergraph for some, or why nothing of it is left. */
export type VariantComposition =
  | { readonly ok: true; readonly supergraphSdl: string; readonly apiSdl: string }
  | { readonly ok: false; readonly message: string };

/**
 * Cuts a supergraph by tags: what is left out is marked `@inaccessible`, so a gateway that loads the variant plans over
 * all subgraphs and offers only what is left. Never throws.
 *
 * It works on the supergraph that Apollo's composition made. Tools that compose contracts, such as
 * @theguild/federation-composition, compose the subgraphs anew by rules of their own, and know nothing of `@personalData`.
 */
export function composeVariant(supergraphSdl: string, tags: VariantTags): VariantComposition {
  try {
    const document = parse(supergraphSdl, { noLocation: true });
    const definitions = readDefinitions(document);
    const hidden = hiddenParts(definitions, (type, part) => isExcluded(definitions, tags, type, part));
    if (hidden.has('Query')) return { ok: false, message: 'Nothing of type Query is left.' };
    const marked = visit(document, {
      enter: (node, _key, _parent, _path, ancestors) => {
        if (!canBeMarked(node)) return undefined;
        const names = ancestors.flatMap((one) => ('kind' in one && canBeMarked(one) ? [one.name.value] : []));
        const isHidden = hidden.has([...names, node.name.value].join('.')) && !isInaccessible(node);
        return isHidden ? { ...node, directives: [...(node.directives ?? []), INACCESSIBLE] } : undefined;
      },
    });
    const sdl = `${print({ ...marked, definitions: withInaccessible(marked.definitions) })}\n`;
    return { ok: true, supergraphSdl: sdl, apiSdl: apiSchemaOf(sdl) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

const INACCESSIBLE_URL = 'https://specs.apollo.dev/inaccessible/v0.2';

const INACCESSIBLE: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'inaccessible' },
};

/** The definitions that `@inaccessible` can stand on. */
type Markable = TypeDefinitionNode | FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

const MARKABLE: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
]);

function canBeMarked(node: ASTNode): node is Markable {
  return MARKABLE.has(node.kind);
}

function isInaccessible(node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): boolean {
  return (node.directives ?? []).some(({ name }) => name.value === 'inaccessible');
}

/** Whether tags leave out a type, or a part of it. */
function isExcluded(
  { types }: Definitions,
  { excludeTags, includeTags }: VariantTags,
  typeName: string,
  part?: string,
): boolean {
  const type = types.get(typeName);
  if (type === undefined) return false;
  const ofType = tagsOf(type.directives);
  const ofPart =
    part === undefined ? [] : tagsOf(partsOf(type).find((one) => one.name.value === part)?.directives);
  if ([...ofType, ...ofPart].some((tag) => excludeTags.includes(tag))) return true;
  // What comes along, such as enums, scalars and inputs, is kept as far as something that is included needs it.
  if (includeTags === undefined || type.fields.length === 0) return false;
  const isIncluded = (all: readonly string[]) => all.some((tag) => includeTags.includes(tag));
  if (part !== undefined) return !isIncluded([...ofType, ...ofPart]);
  return !isIncluded(ofType) && !type.fields.some((field) => isIncluded(tagsOf(field.directives)));
}

function partsOf(type: ContractType) {
  return [...type.fields, ...type.inputFields, ...type.values];
}

function tagsOf(directives: readonly ConstDirectiveNode[] = []): readonly string[] {
  return directives.flatMap((directive) => {
    if (directive.name.value === 'personalData') return [PERSONAL_TAG];
    if (directive.name.value === 'inaccessible') return [];
    return directive.name.value === 'tag' ? [stringArgument(directive, 'name') ?? ''] : [];
  });
}

/** Links and defines `@inaccessible` where the supergraph does not yet. */
function withInaccessible(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  const isThere = definitions.some(
    (one) => one.kind === Kind.DIRECTIVE_DEFINITION && one.name.value === 'inaccessible',
  );
  if (isThere) return definitions;
  const [schema, ...rest] = parse(
    `schema @link(url: "${INACCESSIBLE_URL}", for: SECURITY) { query: Query }
     directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`,
    { noLocation: true },
  ).definitions;
  const link = schema?.kind === Kind.SCHEMA_DEFINITION ? (schema.directives ?? []) : [];
  return [
    ...definitions.map((one) =>
      one.kind === Kind.SCHEMA_DEFINITION
        ? { ...one, directives: [...(one.directives ?? []), ...link] }
        : one,
    ),
    ...rest,
  ];
}
