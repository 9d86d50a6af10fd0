// A GraphQL executor as small as a lookup table needs: no validation, no types, no promises. Rows carry __typename.
import { Kind, parse } from 'graphql';

const documents = new Map();

/**
 * @param {{ query: string, variables?: Record<string, unknown>, operationName?: string }} request
 * @param {Record<string, Record<string, (row: any, args: any) => unknown>>} resolvers by type and field; other fields
 *   are values of their rows
 */
export function execute({ query, variables = {} }, resolvers) {
  let document = documents.get(query);
  if (document === undefined) {
    document = read(query);
    documents.set(query, document);
  }
  const given = { ...document.defaults, ...variables };
  return select({ __typename: 'Query' }, document.selections, given, document.fragments, resolvers, {});
}

function read(query) {
  const { definitions } = parse(query, { noLocation: true });
  const operation = definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map();
  for (const it of definitions) if (it.kind === Kind.FRAGMENT_DEFINITION) fragments.set(it.name.value, it);
  const defaults = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue !== undefined) defaults[variable.name.value] = valueOf(defaultValue, {});
  }
  return { selections: operation.selectionSet.selections, fragments, defaults };
}

function select(row, selections, variables, fragments, resolvers, into) {
  for (const selection of selections) {
    if (selection.directives?.some((it) => leavesOut(it, variables))) continue;
    if (selection.kind !== Kind.FIELD) {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || condition === row.__typename)
        select(row, fragment.selectionSet.selections, variables, fragments, resolvers, into);
      continue;
    }
    const name = selection.name.value;
    const key = selection.alias?.value ?? name;
    const resolver = resolvers[row.__typename]?.[name];
    const value =
      resolver === undefined ? (row[name] ?? null) : resolver(row, argumentsOf(selection, variables));
    const inner = selection.selectionSet?.selections;
    into[key] =
      inner === undefined ? value : complete(value, inner, variables, fragments, resolvers, into[key]);
  }
  return into;
}

function complete(value, selections, variables, fragments, resolvers, known) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value))
    return value.map((it, index) =>
      complete(it, selections, variables, fragments, resolvers, known?.[index]),
    );
  return select(value, selections, variables, fragments, resolvers, known ?? {});
}

function leavesOut({ name, arguments: args }, variables) {
  const on = valueOf(args[0].value, variables);
  return name.value === 'skip' ? on : name.value === 'include' && !on;
}

const argumentsOf = ({ arguments: args = [] }, variables) =>
  Object.fromEntries(args.map(({ name, value }) => [name.value, valueOf(value, variables)]));

function valueOf(node, variables) {
  if (node.kind === Kind.VARIABLE) return variables[node.name.value];
  if (node.kind === Kind.LIST) return node.values.map((it) => valueOf(it, variables));
  if (node.kind === Kind.OBJECT)
    return Object.fromEntries(node.fields.map((it) => [it.name.value, valueOf(it.value, variables)]));
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return Number(node.value);
  return node.kind === Kind.NULL ? null : node.value;
}
