import {
  Kind,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type StringValueNode,
} from 'graphql';
import type { SdlFile } from '../sdl/read-sdl.js';

type Parsed = Extract<SdlFile, { kind: 'parsed' }>;
type TypeNode =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

/** What an owner describes: `Stop`, `Stop.name`, `Stop.departures(first:)`. */
type Described = ReadonlySet<string>;

/**
 * The documents as they are composed: what the owner of a type describes, nobody else does. Composition would take the
 * words that most subgraphs use, or those of the first by name, so that whoever joins could change by an accident of
 * the alphabet what portals read of others.
 */
export function withOwnersWords(files: readonly Parsed[]): readonly DocumentNode[] {
  const described = new Map(files.map(({ entry, document }) => [entry.name, placesOf(document)]));
  const owners = new Map(files.flatMap(({ entry }) => entry.owns.map((type) => [type, entry.name] as const)));
  return files.map(({ entry, document }) => ({
    ...document,
    definitions: document.definitions.map((definition) => {
      const owner = isType(definition) ? owners.get(definition.name.value) : undefined;
      const said = owner === undefined || owner === entry.name ? undefined : described.get(owner);
      return said === undefined || !isType(definition) ? definition : unlessSaid(definition, said);
    }),
  }));
}

function placesOf(document: DocumentNode): Described {
  return new Set(
    document.definitions.filter(isType).flatMap((type) => {
      const name = type.name.value;
      return [
        ...(!isExtension(type) && type.description !== undefined ? [name] : []),
        ...(type.fields ?? []).flatMap((field) => {
          const nodes = [field, ...(field.arguments ?? [])];
          return nodes.flatMap((node) =>
            node.description === undefined ? [] : [placeOf(name, field, node)],
          );
        }),
      ];
    }),
  );
}

function unlessSaid(type: TypeNode, said: Described): TypeNode {
  const name = type.name.value;
  const fields = (type.fields ?? []).map((field) => {
    const parts = (field.arguments ?? []).map((part) => silent(part, said.has(placeOf(name, field, part))));
    return silent({ ...field, arguments: parts }, said.has(placeOf(name, field, field)));
  });
  return silent({ ...type, fields }, said.has(name));
}

function silent<Node extends object>(node: Node, isSaid: boolean): Node {
  return isSaid ? { ...node, description: undefined } : node;
}

function placeOf(
  type: string,
  field: FieldDefinitionNode,
  node: { readonly name: { readonly value: string }; readonly description?: StringValueNode | undefined },
): string {
  return node === field ? `${type}.${field.name.value}` : `${type}.${field.name.value}(${node.name.value}:)`;
}

function isExtension(type: TypeNode): type is ObjectTypeExtensionNode | InterfaceTypeExtensionNode {
  return type.kind === Kind.OBJECT_TYPE_EXTENSION || type.kind === Kind.INTERFACE_TYPE_EXTENSION;
}

function isType(definition: DefinitionNode): definition is TypeNode {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.OBJECT_TYPE_EXTENSION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_EXTENSION
  );
}
