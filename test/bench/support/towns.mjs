// The region's own supergraph over tables that follow from its schema: each value from its type, field, row and
// arguments, and from what the field requires of others, so that stops near a wrong place are a wrong answer.
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isEnumType, isLeafType, isListType, isNonNullType } from 'graphql';
import { isObjectType, isUnionType, parse } from 'graphql';

const read = (name) => readFileSync(new URL(`../../../schema/${name}`, import.meta.url), 'utf8');
const SUPERGRAPH = read('supergraph.graphql');
const GRAPHS = /(@join__graph\(name: "(\w+)", url: )"[^"]*"/g;
/** Rows of each type, as many as the region has municipalities. What leads to a type leads to one of them. */
export const ROWS = 70;
/** Lists have 1 to 4 items, but for those that portals ask for because they are long. */
const LENGTHS = {
  'Query.municipalities': ROWS,
  'ChargingStationConnection.nodes': 20,
  'EnergySeries.points': 12,
};
/** One leaf in so many is null, where null may stand. */
const NULLS = 10;

export const NAMES = [...SUPERGRAPH.matchAll(GRAPHS)].map(([, , name]) => name);

/** @param {(name: string) => string} urlOf */
export const supergraphAt = (urlOf) =>
  SUPERGRAPH.replace(GRAPHS, (_, head, name) => `${head}${JSON.stringify(urlOf(name))}`);

const API = buildSchema(read('api.graphql'));
const KEYS = JSON.parse(read('key-fields.json'));
const types = Object.values(API.getTypeMap()).filter((it) => isObjectType(it) && !it.name.startsWith('__'));
const requirements = new Map();
for (const type of parse(SUPERGRAPH, { noLocation: true }).definitions)
  for (const field of type.fields ?? [])
    for (const { arguments: args } of field.directives)
      for (const { name, value } of args)
        if (name.value === 'requires')
          requirements.set(`${type.name.value}.${field.name.value}`, parse(`{${value.value}}`));

const keysOf = (type) => KEYS[type] ?? [];
const isKey = (type, field) => keysOf(type).some((key) => key.includes(field));
const rows = Object.fromEntries(types.map((type) => [type.name, Array.from({ length: ROWS }, rowOf(type))]));

/** Works for each subgraph and for all at once: whoever asks says which fields. */
export const RESOLVERS = Object.fromEntries(types.map((type) => [type.name, resolversOf(type)]));
RESOLVERS.Query._entities = (_, { representations }) =>
  representations.map((given) => {
    const row = rows[given.__typename].find((it) =>
      keysOf(given.__typename).some((key) => key.every((name) => it[name] === given[name])),
    );
    return row === undefined ? null : { ...row, given };
  });

/** The key of the n-th row of a type. */
export const keyOf = (type, n) => rows[type][n % ROWS][keysOf(type)[0][0]];

function rowOf(type) {
  const fields = Object.values(type.getFields()).filter(({ name }) => isKey(type.name, name));
  return (_, n) => ({
    __typename: type.name,
    n,
    ...Object.fromEntries(fields.map(({ name }) => [name, `${type.name}-${name}-${n}`])),
  });
}

function resolversOf(type) {
  const fields = Object.values(type.getFields()).filter(({ name }) => !isKey(type.name, name));
  return Object.fromEntries(fields.map((field) => [field.name, resolverOf(type, field)]));
}

function resolverOf(type, field) {
  const at = `${type.name}.${field.name}`;
  const required = requirements.get(at);
  return (row, given) => {
    const args = Object.fromEntries(
      field.args.map(({ name, type, defaultValue }) => [name, coerced(type, given[name] ?? defaultValue)]),
    );
    const known = byKey(field, args);
    if (known !== undefined) return known;
    const needs = required === undefined ? null : pick(row.given ?? row, required.definitions[0]);
    return valueOf(field.type, `${at} ${row.n ?? 0} ${JSON.stringify([args, needs])}`, at, args);
  };
}

/** An id may be written as a number (GraphQL § 3.5.5); what is left out is as good as null. */
const coerced = (type, value) =>
  typeof value === 'number' && getNamedType(type).name === 'ID' ? String(value) : (value ?? null);

/** What is asked for by its key; undefined: it is not. */
function byKey(field, args) {
  const type = getNamedType(field.type).name;
  const [[key] = []] = keysOf(type);
  const find = (value) => rows[type].find((row) => row[key] === value) ?? null;
  if (key === undefined) return undefined;
  if (args.ids) return args.ids.map(find);
  const value = args.id ?? args[key];
  return value == null || field.type.toString().startsWith('[') ? undefined : find(value);
}

/** What a representation says, or what the row itself says where all is asked at once. */
function pick(source, { selectionSet }) {
  return selectionSet.selections.map((it) => {
    const name = it.name.value;
    const value = source.n === undefined ? source[name] : RESOLVERS[source.__typename][name](source, {});
    return it.selectionSet === undefined || value == null ? (value ?? null) : pick(value, it);
  });
}

function valueOf(type, seed, at, args) {
  if (isNonNullType(type)) return notNull(type.ofType, seed, at, args);
  return isLeafType(type) && hashOf(seed) % NULLS === 0 ? null : notNull(type, seed, at, args);
}

function notNull(type, seed, at, args) {
  const hash = hashOf(`${seed}!`);
  if (isListType(type)) {
    const length = Math.min(LENGTHS[at] ?? 1 + (hash % 4), args.first ?? ROWS);
    return Array.from({ length }, (_, index) => valueOf(type.ofType, `${seed} ${index}`, at, args));
  }
  if (isUnionType(type)) return notNull(type.getTypes()[hash % type.getTypes().length], seed, at, args);
  if (isObjectType(type)) return rows[type.name][hash % ROWS];
  if (isEnumType(type)) return type.getValues()[hash % type.getValues().length].name;
  return (LEAVES[type.name] ?? LEAVES.String)(hash, at);
}

const two = (number) => String(number).padStart(2, '0');
const day = (hash) => `2026-${two(1 + (hash % 12))}-${two(1 + (hash % 28))}`;
/** Texts as the region has them: hardly one without an umlaut. */
const LEAVES = {
  Int: (hash) => hash % 1000,
  Float: (hash) => (hash % 100_000) / 64,
  Boolean: (hash) => hash % 2 === 0,
  Date: day,
  DateTime: (hash) => `${day(hash)}T${two(hash % 24)}:00:00Z`,
  LocalTime: (hash) => `${two(hash % 24)}:00:00`,
  String: (hash, at) => `${at} für ${hash.toString(36)}`,
};

/** FNV-1a. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
