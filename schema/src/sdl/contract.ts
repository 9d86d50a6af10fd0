import {
  Kind,
  OperationTypeNode,
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import type { RegistryEntry } from '../registry/registry-entry.js';
import { federationNames, type FederationDirective } from './federation-names.js';
import { keyPathsOf, type KeyPath } from './key-paths.js';

/** A type of one subgraph, its definition and extensions taken together. */
export interface ContractType {
  readonly name: string;
  readonly nodes: readonly (TypeDefinitionNode | TypeExtensionNode)[];
  /** Output fields, in the order they are written. Empty for what has none. */
  readonly fields: readonly FieldDefinitionNode[];
  readonly inputFields: readonly InputValueDefinitionNode[];
  readonly values: readonly EnumValueDefinitionNode[];
  /** Member names of a union, or of an interface the types that implement it. */
  readonly members: readonly string[];
  readonly directives: readonly ConstDirectiveNode[];
  /** The paths of each `@key`; empty for what is no entity. */
  readonly keys: readonly (readonly KeyPath[])[];
}

/** What a document defines, by name. */
export interface Definitions {
  readonly types: ReadonlyMap<string, ContractType>;
  readonly directives: ReadonlyMap<string, DirectiveDefinitionNode>;
}

/** The contract of one subgraph, as its SDL states it. It is read from the syntax alone, so it may be invalid. */
export interface Contract extends Definitions {
  readonly entry: RegistryEntry;
  readonly document: DocumentNode;
  /** Names of the root types, by kind of operation. */
  readonly roots: ReadonlyMap<OperationTypeNode, string>;
  /** The applications of a federation directive on a node, under whatever name this subgraph gives it. */
  readonly applied: (
    node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
    directive: FederationDirective,
  ) => readonly ConstDirectiveNode[];
}

/** Reads a parsed SDL into its {@link Contract}; never throws. */
export function readContract(entry: RegistryEntry, document: DocumentNode): Contract {
  const nameOf = federationNames(document);
  const applied: Contract['applied'] = (node, directive) =>
    (node.directives ?? []).filter((one) => one.name.value === nameOf(directive));
  return { entry, document, ...readDefinitions(document, applied), roots: rootsOf(document), applied };
}

/** Reads the types and directives of a document, extensions joined to what they extend. */
export function readDefinitions(
  document: DocumentNode,
  applied: Contract['applied'] = () => [],
): Definitions {
  const grouped = new Map<string, (TypeDefinitionNode | TypeExtensionNode)[]>();
  const directives = new Map<string, DirectiveDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION) directives.set(definition.name.value, definition);
    if (!isTypeNode(definition)) continue;
    const group = grouped.get(definition.name.value);
    if (group === undefined) grouped.set(definition.name.value, [definition]);
    else group.push(definition);
  }
  const types = new Map([...grouped].map(([name, nodes]) => [name, readType(name, nodes, grouped, applied)]));
  return { types, directives };
}

function readType(
  name: string,
  nodes: readonly (TypeDefinitionNode | TypeExtensionNode)[],
  all: ReadonlyMap<string, readonly (TypeDefinitionNode | TypeExtensionNode)[]>,
  applied: Contract['applied'],
): ContractType {
  const implementers = [...all].filter(([, others]) =>
    others.some((other) => implementedBy(other).includes(name)),
  );
  const unionMembers = nodes.flatMap((node) => ('types' in node ? (node.types ?? []) : []));
  return {
    name,
    nodes,
    fields: nodes.flatMap((node) => ('fields' in node && !isInput(node) ? outputFields(node.fields) : [])),
    inputFields: nodes.flatMap((node) => (isInput(node) ? (node.fields ?? []) : [])),
    values: nodes.flatMap((node) => ('values' in node ? (node.values ?? []) : [])),
    members: [...unionMembers.map((member) => member.name.value), ...implementers.map(([other]) => other)],
    directives: nodes.flatMap((node) => node.directives ?? []),
    keys: nodes.flatMap((node) => applied(node, 'key').map(keyPathsOf)),
  };
}

function implementedBy(node: TypeDefinitionNode | TypeExtensionNode): readonly string[] {
  return 'interfaces' in node ? (node.interfaces ?? []).map((one) => one.name.value) : [];
}

function outputFields(
  fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] | undefined,
): readonly FieldDefinitionNode[] {
  return (fields ?? []).filter((field) => field.kind === Kind.FIELD_DEFINITION);
}

function isInput(node: TypeDefinitionNode | TypeExtensionNode) {
  return node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
}

function isTypeNode(
  node: DocumentNode['definitions'][number],
): node is TypeDefinitionNode | TypeExtensionNode {
  return /TypeDefinition$|TypeExtension$/.test(node.kind);
}

function rootsOf(document: DocumentNode): ReadonlyMap<OperationTypeNode, string> {
  const roots = new Map([
    [OperationTypeNode.QUERY, 'Query'],
    [OperationTypeNode.MUTATION, 'Mutation'],
    [OperationTypeNode.SUBSCRIPTION, 'Subscription'],
  ]);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const root of definition.operationTypes ?? []) roots.set(root.operation, root.type.name.value);
  }
  return roots;
}
