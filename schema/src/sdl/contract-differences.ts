import {
  Kind,
  parse,
  print,
  visit,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DirectiveNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type StringValueNode,
} from 'graphql';

/**
 * What two SDL texts of one subgraph say differently, one sentence each; empty when they mean the same. Order,
 * layout and whether a type is written in one piece or extended do not matter, nor do the definitions that
 * Federation itself adds to what a subgraph serves.
 *
 * @throws GraphQLError when one of the texts is no GraphQL
 */
export function contractDifferences(published: string, served: string): readonly string[] {
  const [before, after] = [partsOf(published), partsOf(served)];
  return differing(before, after).map((coordinate) => {
    const [said, says] = [before.get(coordinate), after.get(coordinate)];
    if (says === undefined) return `${coordinate} is published and not served`;
    if (said === undefined) return `${coordinate} is served and not published`;
    return `${coordinate} is published as "${oneLine(said)}" and served as "${oneLine(says)}"`;
  });
}

/**
 * The names of what two SDL texts say differently: types, and `schema` for what they link; sorted. Definitions of
 * directives are passed over, as servers print them or do not; what matters is where they are applied.
 *
 * @throws GraphQLError when one of the texts is no GraphQL
 */
export function differingDefinitions(published: string, served: string): readonly string[] {
  const names = differing(partsOf(published), partsOf(served))
    .filter((coordinate) => !coordinate.startsWith('@'))
    .map((coordinate) => coordinate.split('.')[0] ?? coordinate);
  return [...new Set(names)];
}

type Parts = ReadonlyMap<string, string>;

function differing(before: Parts, after: Parts): readonly string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])].sort();
  return all.filter((coordinate) => before.get(coordinate) !== after.get(coordinate));
}

/** Definitions of the federation and link specifications, which a server may or may not print. */
const ADDED =
  /^@?(federation__|link__|core__)|^@(key|requires|provides|external|shareable|inaccessible|override|tag|extends|interfaceObject|composeDirective|link|authenticated|requiresScopes|policy|context|fromContext|cost|listSize|specifiedBy|deprecated|oneOf|include|skip)$|^(_Any|_Entity|_Service|FieldSet|_FieldSet|federation__\w+)$/;

/** Each piece of a contract by its coordinate, printed in one way. */
function partsOf(sdl: string): Parts {
  const parts = new Map<string, string>();
  const add = (coordinate: string, text: string): void => {
    const before = parts.get(coordinate);
    // A type in several pieces: all that they say of the type itself, in one order.
    const lines = new Set(
      [...(before?.split('\n') ?? []), ...text.split('\n')].filter((line) => line !== ''),
    );
    parts.set(coordinate, [...lines].sort().join('\n'));
  };
  // One way to write a text, whatever quotes it had.
  const document = visit(parse(sdl, { noLocation: true }), {
    StringValue: (node) => ({ ...node, value: node.value.trim(), block: false }),
  });
  for (const definition of document.definitions) addDefinition(definition, add);
  return parts;
}

type Add = (coordinate: string, text: string) => void;

function addDefinition(definition: DefinitionNode, add: Add): void {
  if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) {
    // A server may link the specification of links themselves, too.
    const lines = directivesOf(definition.directives).split('\n');
    add('schema', lines.filter((line) => !line.includes('//specs.apollo.dev/link/')).join('\n'));
    return;
  }
  if (definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION) return;
  const name = definition.name.value;
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
    if (!ADDED.test(`@${name}`)) add(`@${name}`, text(definition));
    return;
  }
  if (ADDED.test(name)) return;
  const interfaces = 'interfaces' in definition ? (definition.interfaces ?? []) : [];
  const types = 'types' in definition ? (definition.types ?? []) : [];
  const lines = [...interfaces, ...types].map((it) => `of ${it.name.value}`);
  add(
    name,
    [
      keyword(definition.kind),
      flat(descriptionOf(definition)),
      ...lines,
      directivesOf(definition.directives),
    ].join('\n'),
  );
  const members = [
    ...('fields' in definition ? (definition.fields ?? []) : []),
    ...('values' in definition ? (definition.values ?? []) : []),
  ];
  for (const member of members) {
    const coordinate = `${name}.${member.name.value}`;
    if (coordinate !== 'Query._entities' && coordinate !== 'Query._service') add(coordinate, text(member));
  }
}

function descriptionOf(node: {
  readonly kind: Kind;
  readonly description?: StringValueNode | undefined;
}): string {
  return node.description?.value ?? '';
}

/** `OBJECT_TYPE_DEFINITION` and `OBJECT_TYPE_EXTENSION` are pieces of one kind. */
function keyword(kind: string): string {
  return kind.replace(/(Definition|Extension)$/, '');
}

type Member =
  FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode | DirectiveDefinitionNode;

/** A member in one line: its description flattened, its directives in one order. */
function text(node: Member): string {
  const { description, ...bare } = node;
  const own = bare.kind === Kind.DIRECTIVE_DEFINITION ? bare : { ...bare, directives: [] };
  const directives = bare.kind === Kind.DIRECTIVE_DEFINITION ? '' : directivesOf(bare.directives);
  return [flat(description?.value ?? ''), flat(print(own)), flat(directives)].join(' ').trim();
}

function directivesOf(directives: readonly DirectiveNode[] | undefined): string {
  return (directives ?? [])
    .map((it) => print(it))
    .sort()
    .join('\n');
}

function flat(words: string): string {
  return words.replaceAll(/\s+/g, ' ').trim();
}

function oneLine(words: string): string {
  const line = flat(words);
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
