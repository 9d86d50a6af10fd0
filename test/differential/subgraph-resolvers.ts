import {
  getNamedType,
  isObjectType,
  Kind,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';
import type { Resolver, Resolvers, Row, World } from './fixture.js';
import { namesOf, type SubgraphShape, type TypeShape } from './subgraph-shape.js';

type GraphqlResolver = (source: Row, args: Row, context: unknown, info: GraphQLResolveInfo) => unknown;
type TypeResolvers = Record<string, GraphqlResolver | ((reference: Row) => unknown)>;

/** Which external fields the way to this row provides, from @provides of the field that led here. */
const PROVIDED = Symbol('provided');
/** Values that came with a representation. */
const GIVEN = Symbol('given');

/**
 * Resolvers of one subgraph over the data of all.
 *
 * A subgraph knows its own fields only. What belongs to others is hidden from its resolvers, and an external field is
 * answered only where a representation brought it or @provides allows it; so a plan that leaves out a requirement, or
 * asks in the wrong place, gives a wrong answer or an error instead of passing by luck.
 */
export function subgraphResolvers(
  name: string,
  shapes: ReadonlyMap<string, SubgraphShape>,
  world: World,
): Record<string, TypeResolvers> {
  const shape = shapes.get(name) ?? new Map<string, TypeShape>();
  const foreign = (type: string): string[] => {
    const own = shape.get(type)?.fields;
    const all = [...shapes.values()].flatMap((it) => [...(it.get(type)?.fields.keys() ?? [])]);
    return all.filter((field) => own?.get(field)?.external ?? true);
  };
  const result: Record<string, TypeResolvers> = {};
  for (const [typeName, type] of shape) {
    const resolvers: TypeResolvers = {};
    if (type.keys.length > 0)
      resolvers['__resolveReference'] = referenceResolver(name, typeName, type, world, view);
    if (type.kind === 'object') {
      for (const [field, { external }] of type.fields) {
        resolvers[field] = external ? externalField(typeName, field) : ownField(typeName, field);
      }
    }
    result[typeName] = resolvers;
  }
  return result;

  function view(typeName: string, row: Row, given: Row, provided: SelectionSetNode | null): Row {
    const hidden = Object.fromEntries(
      foreign(typeName).map((it) => [it, { value: given[it], enumerable: true }]),
    );
    return Object.create(row, {
      ...hidden,
      __typename: { value: typeName },
      [GIVEN]: { value: given },
      [PROVIDED]: { value: provided },
    }) as Row;
  }

  function resolverFor(typeName: string, field: string): Resolver | null {
    const own = world.differing?.[name]?.resolvers;
    return resolverOf([own, world.resolvers], [typeName, ...(shape.get(typeName)?.interfaces ?? [])], field);
  }

  function ownField(typeName: string, field: string): GraphqlResolver {
    const resolver = resolverFor(typeName, field);
    const provides = shape.get(typeName)?.fields.get(field)?.provides ?? null;
    return (source, args, _context, info) => {
      const value = resolver === null ? source[field] : resolver(source as never, args as never);
      const below = both(provides, providedOf(source, typeName, field));
      return shown(value, info.returnType, below);
    };
  }

  function externalField(typeName: string, field: string): GraphqlResolver {
    const resolver = resolverFor(typeName, field);
    return (source, args, _context, info) => {
      const given = (source as { [GIVEN]?: Row })[GIVEN] ?? {};
      if (given[field] !== undefined) return given[field];
      const row = Object.getPrototypeOf(source) as Row;
      if (!isProvided(source, typeName, field))
        throw new Error(`${name} was asked for ${typeName}.${field} of others`);
      const value = resolver === null ? row[field] : resolver(row as never, args as never);
      return shown(value, info.returnType, providedOf(source, typeName, field));
    };
  }

  /** Rows as this subgraph sees them, through lists and promises alike. */
  function shown(value: unknown, type: GraphQLOutputType, provided: SelectionSetNode | null): unknown {
    if (Array.isArray(value)) return value.map((it: unknown) => shown(it, type, provided));
    if (typeof value !== 'object' || value === null || value instanceof Error) return value;
    const declared = getNamedType(type);
    const row = value as Row;
    const typeName = isObjectType(declared) ? declared.name : row['__typename'];
    return typeof typeName === 'string' && shape.has(typeName) ? view(typeName, row, {}, provided) : row;
  }
}

/** The first resolver of a field for a type or else one of its interfaces. */
export function resolverOf(
  sources: readonly (Resolvers | undefined)[],
  typeNames: readonly string[],
  field: string,
): Resolver | null {
  for (const resolvers of sources) {
    for (const typeName of typeNames) {
      const resolver = resolvers?.[typeName]?.[field];
      if (resolver !== undefined) return resolver;
    }
  }
  return null;
}

function referenceResolver(
  subgraph: string,
  typeName: string,
  { keys, kind }: TypeShape,
  world: World,
  view: (typeName: string, row: Row, given: Row, provided: null) => Row,
): (reference: Row) => unknown {
  const rows = world.differing?.[subgraph]?.entities?.[typeName] ?? world.entities[typeName] ?? [];
  return (reference) => {
    const key = keys.find(({ fields, resolvable }) => resolvable && covers(reference, fields));
    if (key === undefined) throw new Error(`${subgraph} has no key for ${JSON.stringify(reference)}`);
    const row = rows.find((it) => matches(it, reference, key.fields));
    if (row === undefined) return null;
    const { __typename, ...given } = reference;
    return view(kind === 'interface' ? String(row['__typename']) : typeName, row, given, null);
  };
}

function covers(value: unknown, fields: SelectionSetNode): boolean {
  if (Array.isArray(value)) return value.every((it) => covers(it, fields));
  if (typeof value !== 'object' || value === null) return false;
  return fields.selections.every((it) => {
    if (it.kind !== Kind.FIELD) return true;
    const inner = (value as Row)[it.name.value];
    return inner !== undefined && (it.selectionSet === undefined || covers(inner, it.selectionSet));
  });
}

function matches(row: unknown, reference: unknown, fields: SelectionSetNode): boolean {
  if (Array.isArray(row) && Array.isArray(reference)) {
    return row.length === reference.length && row.every((it, index) => matches(it, reference[index], fields));
  }
  return fields.selections.every((it) => {
    if (it.kind !== Kind.FIELD) return true;
    const [own, other] = [(row as Row)[it.name.value], (reference as Row)[it.name.value]];
    return it.selectionSet === undefined ? own === other : matches(own, other, it.selectionSet);
  });
}

function isProvided(source: Row, typeName: string, field: string): boolean {
  const provided = (source as { [PROVIDED]?: SelectionSetNode | null })[PROVIDED];
  return provided != null && namesOf(ofType(provided, typeName)).includes(field);
}

function providedOf(source: Row | undefined, typeName: string, field: string): SelectionSetNode | null {
  const provided = (source as { [PROVIDED]?: SelectionSetNode | null } | undefined)?.[PROVIDED];
  if (provided == null) return null;
  const found = ofType(provided, typeName).selections.find(
    (it) => it.kind === Kind.FIELD && it.name.value === field,
  );
  return found?.kind === Kind.FIELD ? (found.selectionSet ?? null) : null;
}

function both(one: SelectionSetNode | null, other: SelectionSetNode | null): SelectionSetNode | null {
  if (one === null || other === null) return one ?? other;
  return { ...one, selections: [...one.selections, ...other.selections] };
}

/** The selections that count for a type, with fragments resolved. */
function ofType(set: SelectionSetNode, typeName: string): SelectionSetNode {
  const selections = set.selections.flatMap((it) => {
    if (it.kind !== Kind.INLINE_FRAGMENT) return [it];
    const condition = it.typeCondition?.name.value;
    return condition === undefined || condition === typeName
      ? ofType(it.selectionSet, typeName).selections
      : [];
  });
  return { ...set, selections };
}
