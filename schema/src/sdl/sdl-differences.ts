import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  print,
  visit,
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';

/** What a subgraph library adds to the SDL it serves, or leaves out of it. */
const MACHINERY = /^(_Any|_Entity|_Service|FieldSet|_FieldSet)$|__/;

const MACHINERY_FIELDS: readonly string[] = ['_service', '_entities'];

/**
 * The definitions in which two SDLs differ, by name, sorted; empty when they say the same. The order of definitions,
 * fields and directives, the kind of quotes and what subgraph libraries add by themselves are no differences.
 *
 * @throws GraphQLError when one of them cannot be parsed.
 */
export function sdlDifferences(published: string, served: string): readonly string[] {
  const one = definitionsOf(parse(published, { noLocation: true }));
  const other = definitionsOf(parse(served, { noLocation: true }));
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).sort();
}

/** Name → everything that a document says of it, in one form. */
function definitionsOf(document: DocumentNode): ReadonlyMap<string, string> {
  const texts = new Map<string, string[]>();
  for (const definition of document.definitions) {
    const name = nameOf(definition);
    // Libraries print the definitions of Federation's directives or do not; what matters is where they are applied.
    if (name === undefined || MACHINERY.test(name)) continue;
    const parts = partsOf(definition);
    texts.set(name, [...(texts.get(name) ?? []), ...parts]);
  }
  return new Map([...texts].map(([name, parts]) => [name, [...new Set(parts)].sort().join('\n')]));
}

function nameOf(definition: DefinitionNode): string | undefined {
  if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION)
    return 'schema';
  return isTypeNode(definition) ? definition.name.value : undefined;
}

function isTypeNode(definition: DefinitionNode): definition is TypeDefinitionNode | TypeExtensionNode {
  return isTypeDefinitionNode(definition) || isTypeExtensionNode(definition);
}

/** A definition and its extension say the same, so a type is the set of what is said of it. */
function partsOf(definition: DefinitionNode): readonly string[] {
  const parts: string[] = [];
  const add = (key: string, nodes: unknown) => {
    for (const node of Array.isArray(nodes) ? (nodes as readonly ASTNode[]) : []) {
      const isMachinery = node.kind === Kind.FIELD_DEFINITION && MACHINERY_FIELDS.includes(node.name.value);
      if (!isMachinery) parts.push(`${key} ${normalised(node)}`);
    }
  };
  for (const key of ['directives', 'fields', 'values', 'types', 'interfaces', 'operationTypes'] as const) {
    if (key in definition) add(key, (definition as unknown as Readonly<Record<string, unknown>>)[key]);
  }
  if ('description' in definition && typeof definition.description === 'object') {
    parts.push(`description ${flat(definition.description.value)}`);
  }
  return parts;
}

function normalised(node: ASTNode): string {
  return print(
    visit(node, {
      [Kind.STRING]: (text) => ({ ...text, block: false, value: flat(text.value) }),
      [Kind.FIELD_DEFINITION]: { leave: (field) => ({ ...field, directives: sorted(field.directives) }) },
    }),
  );
}

function sorted<T extends ASTNode>(nodes: readonly T[] = []): readonly T[] {
  return [...nodes].sort((a, b) => (print(a) < print(b) ? -1 : 1));
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
