import {
  isTypeDefinitionNode,
  Kind,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';

/** What a supergraph says about who may read what, who answers it, and how entities are told apart. */
export interface PublicParts {
  /** Whether a type carries no access rule; a type that is not there is not public. */
  isPublicType(type: string): boolean;
  /** Whether a field and the type it belongs to carry no access rule. */
  isPublicField(type: string, field: string): boolean;
  /** Names of the subgraphs that answer a field. */
  subgraphsOf(type: string, field: string): readonly string[];
  /** The first key of an entity of which every part is a plain field: `['id']`; with `subgraph` the first it knows. */
  keyOf(type: string, subgraph?: string): readonly string[] | null;
}

/**
 * Directives that say nothing about access. Every other one counts as an access rule, ours (`@signedIn`, `@scopes`,
 * `@purpose`, `@trust`, `@personalData`) as well as those of others and of tomorrow: what is not known to be public
 * does not go out.
 */
const NO_RULES = new Set(['tag', 'inaccessible', 'deprecated', 'cost', 'listSize', 'specifiedBy']);

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function readPublicParts(supergraphSdl: string): PublicParts {
  const types = new Map<string, TypeDefinitionNode>();
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (isTypeDefinitionNode(definition)) {
      types.set(definition.name.value, definition);
    }
  }
  const names = subgraphNames(types.get('join__Graph'));
  const withFields = (type: string): FieldsType | null => {
    const found = types.get(type);
    const hasFields =
      found?.kind === Kind.OBJECT_TYPE_DEFINITION || found?.kind === Kind.INTERFACE_TYPE_DEFINITION;
    return hasFields ? found : null;
  };
  const isPublicType = (type: string): boolean => {
    const found = types.get(type);
    if (found === undefined || !isFree(found.directives)) return false;
    return interfacesOf(withFields(type)).every(isPublicType);
  };
  const isPublicField = (type: string, field: string): boolean => {
    const found = withFields(type);
    const definition = fieldOf(found, field);
    if (found === null || definition === null || !isPublicType(type)) return false;
    const promised = interfacesOf(found).filter((it) => fieldOf(withFields(it), field) !== null);
    return isFree(definition.directives) && promised.every((it) => isPublicField(it, field));
  };
  return {
    isPublicType,
    isPublicField,
    subgraphsOf: (type, field) => {
      const found = withFields(type);
      const own = graphsOf(fieldOf(found, field)?.directives, 'join__field');
      const graphs = own.length > 0 ? own : graphsOf(found?.directives, 'join__type');
      return graphs.flatMap((graph) => names.get(graph) ?? []);
    },
    keyOf: (type, subgraph) => {
      const keys = (withFields(type)?.directives ?? []).filter(
        (it) =>
          it.name.value === 'join__type' &&
          (subgraph === undefined || names.get(valueOf(it, 'graph') ?? '') === subgraph),
      );
      const plain = keys.map((it) => valueOf(it, 'key')).find((key) => key !== null && /^[\w\s]+$/.test(key));
      return plain?.trim().split(/\s+/) ?? null;
    },
  };
}

function isFree(directives: readonly ConstDirectiveNode[] | undefined): boolean {
  return (directives ?? []).every(({ name: { value } }) => value.startsWith('join__') || NO_RULES.has(value));
}

function fieldOf(type: FieldsType | null, field: string): FieldDefinitionNode | null {
  return type?.fields?.find(({ name }) => name.value === field) ?? null;
}

function interfacesOf(type: FieldsType | null): readonly string[] {
  return type?.interfaces?.map(({ name }) => name.value) ?? [];
}

/** A field that one subgraph only needs from another (`external`) is not answered there. */
function graphsOf(directives: readonly ConstDirectiveNode[] | undefined, name: string): readonly string[] {
  const found = (directives ?? []).filter(
    (it) => it.name.value === name && valueOf(it, 'external') !== 'true',
  );
  return found.flatMap((it) => valueOf(it, 'graph') ?? []);
}

function valueOf(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((it) => it.name.value === name)?.value;
  if (value?.kind === Kind.BOOLEAN) return String(value.value);
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : null;
}

/** Values of `join__Graph` and the names of the subgraphs they stand for. */
function subgraphNames(graphs: TypeDefinitionNode | undefined): ReadonlyMap<string, string> {
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).map((value) => {
      const graph = value.directives?.find((it) => it.name.value === 'join__graph');
      return [value.name.value, graph === undefined ? '' : (valueOf(graph, 'name') ?? '')];
    }),
  );
}
